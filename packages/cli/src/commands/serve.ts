import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TouchstoneError } from '@touchstone/contract'
import type { Command } from 'commander'
import type { RunningServer } from '@touchstone/server'
import type { ProgramIo } from '../program-io.ts'
import { readConfig } from '../config.ts'
import { portProblem } from '../check-port.ts'
import { followSample, sampleSignInLines } from '../sample-progress.ts'
import { serverConfig } from '../server-store.ts'
import { listenForStop, untilStop } from '../stop-signal.ts'
import type { CommandContext } from './options.ts'

/** Output of `npm run console:build`; a published package has it in the same place. */
const consoleFolder = fileURLToPath(new URL('../../../console/dist', import.meta.url))

type Flags = { sample?: boolean }

export function defineServe(command: Command, { io, finish }: CommandContext): void {
  command
    .option('--sample', 'load the sample alliance if the store is new')
    .action(async (flags: Flags) => finish(await runServer(io, flags)))
}

async function runServer(io: ProgramIo, { sample = false }: Flags): Promise<number> {
  io.makeFilesPrivate()
  const { host, port, dataDir } = readConfig(io.env)
  const stop = listenForStop(io)
  // Opening a new store takes seconds, so an occupied port is reported first.
  const problem = await portProblem(host, port)
  if (problem) throw new TouchstoneError({ code: 'port-taken', message: problem, retryable: true })
  const { openEngineStore } = await import('../compiled-engine/index.ts')
  const { readScreeningConfig, readTelemetryConfig, serve } = await import('@touchstone/server')
  const server = await serve({
    config: serverConfig(io),
    screening: readScreeningConfig(io.env),
    engines: openEngineStore(join(dataDir, 'engines')),
    telemetry: readTelemetryConfig(sample ? quietly(io.env) : io.env),
    host,
    port,
    consoleFolder,
    sample,
    env: io.env,
    logDestination: io.stderr,
  })
  printSignIn(io, server)
  if (sample && !server.sampleSignIns) await printSampleProgress(io, server)
  io.print(`Touchstone listens at ${server.url}\nCtrl-C stops it.`)
  // An unavailable store ends the progress report, never the server.
  const following = followSample(server, stop.signal, io.stdout).catch(() => undefined)
  await untilStop(stop)
  await following
  await server.close()
  stop.dispose()
  io.print('Stopped.')
  return 0
}

/** In a trial, request logs would hide the sign-ins. */
function quietly(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'warn' }
}

/** Every start except the first. */
async function printSampleProgress(
  io: ProgramIo,
  { sampleProgress }: RunningServer,
): Promise<void> {
  const { signInsFile } = await import('@touchstone/server')
  const { state } = await sampleProgress()
  const file = signInsFile(serverConfig(io).dataDir)
  if (state === 'none') {
    io.print(
      'The store already contains data: run `touchstone sample load` to add the sample alliance.',
    )
  } else if (existsSync(file)) {
    io.print(`The sign-ins of the sample alliance are in ${file}.`)
  }
}

function printSignIn(io: ProgramIo, { firstAdmin, sampleSignIns }: RunningServer): void {
  if (sampleSignIns) for (const line of sampleSignInLines(sampleSignIns)) io.print(line)
  if (!firstAdmin) return
  const { email, password, file } = firstAdmin
  const who = sampleSignIns ? 'To operate the installation, sign in' : 'Sign in'
  io.print(
    `${who} as ${email} with the password ${password}\nIt is shown only once, is saved in ${file}, and must be changed at the first sign-in.`,
  )
}
