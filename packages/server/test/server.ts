// Serves until it is killed; its store is told by the same environment as the command's.
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
