import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { TouchstoneError } from '@touchstone/contract'
import type { Command } from 'commander'
import type { RunningServer } from '@touchstone/server'
import { readConfig } from '../config.ts'
import { portProblem } from '../check-port.ts'
import { followSample, sampleSignInLines } from '../sample-progress.ts'
import { makeFilesPrivate, serverConfig } from '../server-store.ts'
import { listenForStop, untilStop } from '../stop-signal.ts'
import type { Finish } from './options.ts'

/** Where `npm run console:build` puts the pages; a package has them beside it likewise. */
const consoleFolder = fileURLToPath(new URL('../../../console/dist', import.meta.url))

type Flags = { sample?: boolean }

export function addServe(program: Command, finish: Finish): void {
  program
    .command('serve')
    .description('run the alliance server: its HTTP API and its store')
    .option('--sample', 'load the sample alliance if the store is new')
    .action(async (flags: Flags) => finish(await runServer(flags)))
}

async function runServer({ sample = false }: Flags): Promise<number> {
  makeFilesPrivate()
  const { host, port } = readConfig(process.env)
  const stop = listenForStop()
  // Opening a new store takes seconds: that another program has the port is told before.
  const problem = await portProblem(host, port)
  if (problem) throw new TouchstoneError({ code: 'port-taken', message: problem, retryable: true })
  const { readScreeningConfig, readTelemetryConfig, serve } = await import('@touchstone/server')
  const server = await serve({
    config: serverConfig(),
    screening: readScreeningConfig(process.env),
    telemetry: readTelemetryConfig(sample ? quietly(process.env) : process.env),
    host,
    port,
    consoleFolder,
    sample,
  })
  sayHowToSignIn(server)
  if (sample && !server.sampleSignIns) await sayOfSample(server)
  console.log(`Touchstone listens at ${server.url}\nCtrl-C stops it.`)
  // A store that is away for a moment ends the telling, never the server.
  const following = followSample(server, stop.signal).catch(() => undefined)
  await untilStop(stop)
  await following
  await server.close()
  stop.dispose()
  console.log('Stopped.')
  return 0
}

/** Whoever tries it reads the sign-ins, and no line for each request between them. */
function quietly(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'warn' }
}

/** At every start but the first. */
async function sayOfSample({ sampleProgress }: RunningServer): Promise<void> {
  const { signInsFile } = await import('@touchstone/server')
  const { state } = await sampleProgress()
  const file = signInsFile(serverConfig().dataDir)
  if (state === 'none') {
    console.log(
      'Something is kept here already: `touchstone sample load` adds the sample alliance.',
    )
  } else if (existsSync(file)) {
    console.log(`How to sign in as the people of the sample alliance stands in ${file}.`)
  }
}

function sayHowToSignIn({ firstAdmin, sampleSignIns }: RunningServer): void {
  if (sampleSignIns) for (const line of sampleSignInLines(sampleSignIns)) console.log(line)
  if (!firstAdmin) return
  const { email, password, file } = firstAdmin
  const who = sampleSignIns ? 'To look after the installation, sign in' : 'Sign in'
  console.log(
    `${who} as ${email} with the password ${password}\nIt is shown this once, lies in ${file} and has to be changed at the first sign-in.`,
  )
}
