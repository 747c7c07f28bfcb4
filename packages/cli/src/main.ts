import { setImmediate } from 'node:timers/promises'
import { CommanderError } from 'commander'
import { explainFailure } from './exit-codes.ts'
import { buildProgram } from './program.ts'

async function run(args: readonly string[]): Promise<number> {
  let exitCode = 0
  try {
    const program = buildProgram((code) => {
      exitCode = code
    })
    if (args.length === 0) program.outputHelp()
    else await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    // commander has already printed its own line.
    if (error instanceof CommanderError) return error.exitCode
    const failure = explainFailure(error)
    console.error(`touchstone: ${failure.message}`)
    return failure.exitCode
  }
  return exitCode
}

// Whoever read the output may leave early (`| head`); that is no failure.
let outputFailure: Error | undefined
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') outputFailure = error
})
process.stderr.on('error', () => undefined)

let exitCode = await run(process.argv.slice(2))
// A failed write is told in the next turn of the event loop.
await setImmediate()
if (outputFailure && exitCode === 0) {
  console.error(`touchstone: cannot write to standard output: ${outputFailure.message}`)
  exitCode = 1
}
process.exitCode = exitCode
