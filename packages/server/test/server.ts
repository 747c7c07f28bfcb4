// Serves until it is killed; its environment defines the store, as for the command.
import { serve } from '../src/app/api/index.ts'
import {
  readScreeningConfig,
  readServerConfig,
  readTelemetryConfig,
} from '../src/platform/config/index.ts'

const server = await serve({
  config: readServerConfig(process.env),
  screening: readScreeningConfig(process.env),
  telemetry: readTelemetryConfig({ LOG_LEVEL: 'error', ...process.env }),
  host: '127.0.0.1',
  port: 0,
})
process.stdout.write(`${server.url}\n`)
