//! Lists that staff put in order: one step up or down. Positions are counted again from one with each
//! step, because two rows may have the same one.

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub id: i64,
    pub position: i32,
}

/// The places that change when this row goes up or down; none at the edge. `there`: all of them, in their
/// order.
#[must_use]
pub fn shifted(there: &[Place], id: i64, up: bool) -> Vec<Place> {
    let mut ids: Vec<i64> = there.iter().map(|place| place.id).collect();
    let at = ids.iter().position(|one| *one == id);
    let other = at.and_then(|at| if up { at.checked_sub(1) } else { Some(at + 1) });
    let (Some(at), Some(other)) = (at, other.filter(|other| *other < ids.len())) else {
        return Vec::new();
    };
    ids.swap(at, other);
    let was = |id: i64| there.iter().find(|place| place.id == id).map(|place| place.position);
    let places = (1..).zip(ids).map(|(position, id)| Place { id, position });
    places.filter(|place| was(place.id) != Some(place.position)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_positions_are_told_apart_by_a_step() {
        let there = [3, 5, 9].map(|id| Place { id, position: 0 });
        let moved = |id, up| {
            let places = shifted(&there, id, up);
            places.iter().map(|place| (place.id, place.position)).collect::<Vec<_>>()
        };
        assert_eq!(moved(9, true), [(3, 1), (9, 2), (5, 3)]);
        assert_eq!(moved(3, true), []);
        assert_eq!(moved(9, false), []);
        assert_eq!(moved(4, true), []);
    }
}
