import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { readTelemetryConfig } from './telemetry.ts'

test('nothing set logs each request, keeps metrics to this machine and limits generously', () => {
  expect(readTelemetryConfig({ LOG_LEVEL: '' })).toEqual({
    logLevel: 'info',
    metricsToken: undefined,
    traces: undefined,
    rateLimit: 60_000,
    bodies: {
      bytesPerSecond: 8192,
      patienceMilliseconds: 20_000,
      openBytes: 64 * 1024 ** 2,
      unfinishedPerAddress: 64,
    },
  })
})

test('a set value is used, and the token is shown to no one', () => {
  const token = 'a'.repeat(24)
  const config = readTelemetryConfig({ LOG_LEVEL: 'warn', METRICS_TOKEN: token, RATE_LIMIT: '0' })
  expect(config).toMatchObject({ logLevel: 'warn', rateLimit: 0 })
  expect(config.metricsToken?.reveal()).toBe(token)
  expect(inspect(config)).not.toContain(token)
})

test('traces have a collector, whose headers are shown to no one', () => {
  const { traces } = readTelemetryConfig({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20hidden-word, x-tenant=a',
    OTEL_TRACES_SAMPLER_ARG: '0.25',
  })
  expect(traces).toMatchObject({ serviceName: 'touchstone', ratio: 0.25 })
  expect(traces?.endpoint.href).toBe('http://localhost:4318/')
  expect(traces?.headers.reveal()).toEqual({ authorization: 'Bearer hidden-word', 'x-tenant': 'a' })
  expect([inspect(traces), JSON.stringify(traces)].join(' ')).not.toContain('hidden-word')
})

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'no equals sign'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%zz'],
  ['OTEL_TRACES_SAMPLER_ARG', '2'],
  ['LOG_LEVEL', 'loud'],
  ['METRICS_TOKEN', 'short'],
  ['METRICS_TOKEN', 'with a space in the middle'],
  ['RATE_LIMIT', '-1'],
  ['RATE_LIMIT', '1e3'],
  ['BODY_BYTES_PER_SECOND', '0'],
  ['BODY_PATIENCE_SECONDS', 'long'],
  ['OPEN_BODY_MIB', '0'],
  ['UNFINISHED_PER_ADDRESS', '-1'],
])('%s is refused by name, without its value, as %s', (name, value) => {
  expect(() => readTelemetryConfig({ [name]: value })).toThrow(`${name} cannot be used: write`)
})
