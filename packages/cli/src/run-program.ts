import { setImmediate } from 'node:timers/promises'
import { CommanderError } from 'commander'
import type { ProgramIo } from './program-io.ts'
import { buildProgram } from './program.ts'

/** Runs the command named by the arguments; resolves to its exit code. */
export async function runProgram(args: readonly string[], io: ProgramIo): Promise<number> {
  // The reader of the output may close it early (`| head`), which is not an error.
  let outputFailure: Error | undefined
  io.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') outputFailure = error
  })
  io.stderr.on('error', () => undefined)
  const exitCode = await runCommand(args, io)
  // A failed write is reported in the next turn of the event loop.
  await setImmediate()
  if (!outputFailure || exitCode !== 0) return exitCode
  io.printError(`touchstone: cannot write to standard output: ${outputFailure.message}`)
  return 1
}

/** Exit code of a command that does not exist, or not with these options. */
const usageExitCode = 2

async function runCommand(args: readonly string[], io: ProgramIo): Promise<number> {
  let exitCode = 0
  const finish = (code: number): void => {
    exitCode = code
  }
  try {
    // `touchstone screen …`, and `touchstone help screen`.
    const loaded = args.filter((arg) => !arg.startsWith('-')).slice(0, args[0] === 'help' ? 2 : 1)
    const program = await buildProgram({ io, finish, loaded })
    if (args.length === 0) program.outputHelp()
    else await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    // commander has already printed its own message.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExitCode
    const { explainFailure } = await import('./exit-codes.ts')
    const failure = explainFailure(error)
    io.printError(`touchstone: ${failure.message}`)
    return failure.exitCode
  }
  return exitCode
}
