# The panel alone; its PostgreSQL is docker-compose.yml's.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
ENV SQLX_OFFLINE=true
RUN cargo build --release --locked

FROM debian:bookworm-slim
# Providers' certificates are checked against the system's list.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --create-home --home-dir /var/lib/waybill waybill
COPY --from=build /src/target/release/waybill /usr/local/bin/waybill
USER waybill
ENV WAYBILL_DATA_DIR=/var/lib/waybill/data WAYBILL_LISTEN=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["waybill"]
CMD ["serve"]
