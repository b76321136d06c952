# The service alone: it needs a PostgreSQL (15 or newer), named by DATABASE_URL. See docker-compose.yml.
# The version of Node is the one that the tests run with (package-lock.json); a test compares.
FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000

# Without the embedded PostgreSQL (optional) and without node, TypeScript and tests (dev): the image's Node runs the
# sources as they are. The client of clients/ is no part of the image: what npm unpacks for its making goes.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional && rm -rf clients && npm cache clean --force

COPY migrations migrations
COPY openapi openapi
COPY bin bin
COPY src src
COPY samples samples

# All of this belongs to root: whoever runs it can read it, and change nothing but what is spooled and files.
RUN install --directory --owner=node --mode=0700 /var/spool/partnerskap /var/lib/partnerskap/files
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "bin/partnerskap.js"]
