//! Rows as columns, for statements that write many rows at a time; and enums as types of columns.

/// One column of these rows, in their order: an array for `unnest`.
pub fn column<Row, Cell>(rows: &[Row], cell: impl Fn(&Row) -> Cell) -> Vec<Cell> {
    rows.iter().map(cell).collect()
}

/// Lets an enum be read from and written to a `text` column that holds its words. The enum has
/// `as_str` and `parse`; a word that `parse` does not know is an error of decoding.
#[macro_export]
macro_rules! text_columns {
    ($($word:ty),+ $(,)?) => {$(
        impl sqlx::Type<sqlx::Postgres> for $word {
            fn type_info() -> sqlx::postgres::PgTypeInfo {
                <str as sqlx::Type<sqlx::Postgres>>::type_info()
            }

            fn compatible(ty: &sqlx::postgres::PgTypeInfo) -> bool {
                <str as sqlx::Type<sqlx::Postgres>>::compatible(ty)
            }
        }

        impl sqlx::postgres::PgHasArrayType for $word {
            fn array_type_info() -> sqlx::postgres::PgTypeInfo {
                <&str as sqlx::postgres::PgHasArrayType>::array_type_info()
            }
        }

        impl sqlx::Decode<'_, sqlx::Postgres> for $word {
            fn decode(
                value: sqlx::postgres::PgValueRef<'_>,
            ) -> Result<Self, sqlx::error::BoxDynError> {
                let text = <&str as sqlx::Decode<'_, sqlx::Postgres>>::decode(value)?;
                Self::parse(text).ok_or_else(|| {
                    format!("{text:?} is no {}", stringify!($word)).into()
                })
            }
        }

        impl sqlx::Encode<'_, sqlx::Postgres> for $word {
            fn encode_by_ref(
                &self,
                buffer: &mut sqlx::postgres::PgArgumentBuffer,
            ) -> Result<sqlx::encode::IsNull, sqlx::error::BoxDynError> {
                <&str as sqlx::Encode<'_, sqlx::Postgres>>::encode_by_ref(&self.as_str(), buffer)
            }
        }
    )+};
}
