# The panel alone; its PostgreSQL is docker-compose.yml's.
# The symbols of the program stay in the first stage: docker build --target build.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
ENV SQLX_OFFLINE=true
RUN cargo build --release --locked \
    && cd target/release \
    && objcopy --only-keep-debug waybill waybill.debug \
    && objcopy --strip-unneeded --add-gnu-debuglink=waybill.debug waybill waybill.stripped

FROM debian:bookworm-slim
# Providers' certificates are checked against the system's list.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
# The number is in docker-compose.yml too.
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/waybill waybill
COPY --from=build /src/target/release/waybill.stripped /usr/local/bin/waybill
USER waybill
ENV WAYBILL_DATA_DIR=/var/lib/waybill/data WAYBILL_LISTEN=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["waybill"]
CMD ["serve"]
