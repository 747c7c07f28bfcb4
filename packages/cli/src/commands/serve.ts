import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { serverConfig } from '../server-store.ts'
import { listenForStop, untilStop } from '../stop.ts'
import type { Finish } from './options.ts'

/** Where `npm run console:build` puts the pages; a package has them beside it likewise. */
const consoleFolder = fileURLToPath(new URL('../../../console/dist', import.meta.url))

export function addServe(program: Command, finish: Finish): void {
  program
    .command('serve')
    .description('run the alliance server: its HTTP interface and its store')
    .action(async () => finish(await runServer()))
}

async function runServer(): Promise<number> {
  const { host, port } = readConfig(process.env)
  const stop = listenForStop()
  const { readScreeningConfig, readTelemetryConfig, serve } = await import('@touchstone/server')
  const server = await serve({
    config: serverConfig(),
    screening: readScreeningConfig(process.env),
    telemetry: readTelemetryConfig(process.env),
    host,
    port,
    consoleFolder,
  })
  if (server.firstAdmin) {
    const { email, password, file } = server.firstAdmin
    console.log(
      `Sign in as ${email} with the password ${password}\nIt is shown this once, lies in ${file} and has to be changed at the first sign-in.`,
    )
  }
  console.log(`Touchstone listens at ${server.url}\nCtrl-C stops it.`)
  await untilStop(stop)
  await server.close()
  stop.dispose()
  console.log('Stopped.')
  return 0
}
