import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { serverConfig } from '../server-store.ts'
import { listenForStop, untilStop } from '../stop.ts'
import type { Finish } from './options.ts'

export function addServe(program: Command, finish: Finish): void {
  program
    .command('serve')
    .description('run the alliance server: its HTTP interface and its store')
    .action(async () => finish(await runServer()))
}

async function runServer(): Promise<number> {
  const { host, port } = readConfig(process.env)
  const stop = listenForStop()
  const { serve } = await import('@touchstone/server')
  const server = await serve({
    config: serverConfig(),
    host,
    port,
    onFault: (error, requestId) => console.error(`Request ${requestId} failed:`, error),
    onBackgroundFault: (error, what) => console.error(`A fault in ${what}:`, error),
  })
  console.log(`Touchstone listens at ${server.url}\nCtrl-C stops it.`)
  await untilStop(stop)
  await server.close()
  stop.dispose()
  console.log('Stopped.')
  return 0
}
