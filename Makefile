# The two commands that matter: make run, make test. Each installs what is missing where it can.

# Builds read the prepared queries in .sqlx; only `make sqlx` asks a database.
export SQLX_OFFLINE ?= true

.PHONY: run test lint sqlx sqlx-check bench bench-large pages screens seeded chaos drill install browser clients \
	clean

# A panel with its own PostgreSQL and demo data, on the first free port from 8080.
run: install
	cargo build --release
	cargo run --release --quiet -- demo --data-dir data
	exec cargo run --release --quiet -- serve --data-dir data

# All tests, in a real browser too. The last lines are the runner's own summary.
test: install browser clients
	cargo test --lib --bins --tests

lint:
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	scripts/seeded --check

# Prepares the queries for builds without a database; run it after changing one.
sqlx: install
	scripts/sqlx
	scripts/seeded --sqlx

sqlx-check: install
	scripts/sqlx --check

# Speed, as ratios to PostgreSQL itself in the same run.
bench: install
	scripts/install-bench
	cargo bench --bench waybill

# The same with five million orders there, as ratios to fifty thousand: ten minutes and 6 GB.
bench-large: install
	WAYBILL_BENCH_LARGE=1 cargo bench --bench waybill

# Every page of a panel with two million orders: its time and its size, against their limits. The
# first time it makes the database: minutes, and 5 GB below target/, or in WAYBILL_PAGES_DIR. Then
# every page in a browser, in both themes and four widths; make test takes each in one of them.
pages: install browser
	WAYBILL_BENCH_PAGES=1 cargo bench --bench waybill
	cargo test --test waybill browser::every_page -- --ignored --nocapture

# Pictures of the main pages for the README, into docs/screens.
screens: install browser
	scripts/install-screens
	cargo test --test waybill browser::screens -- --ignored

# Switches seeded bugs on, one by one, in a copy of the tree, and sees the tests go red.
seeded: install
	scripts/seeded

# The tests of crashes and faults, many times longer than `make test` runs them; half an hour.
chaos: install
	WAYBILL_CHAOS=1 cargo test --test waybill fire -- --test-threads=1 --nocapture
	WAYBILL_CHAOS=1 cargo test --test waybill random
	WAYBILL_CHAOS=1 cargo test --test waybill web::forms::nothing_in_an_address

# Failover: servers, machines and ways are lost under load. About a quarter of an hour; Debian only.
drill: install
	scripts/install-drill
	scripts/drill

install:
	@scripts/install-build
	@scripts/install-postgres

browser:
	@scripts/install-browser

clients:
	@scripts/install-clients

clean:
	cargo clean
