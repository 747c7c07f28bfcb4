import { processEnvironment } from './process-environment.ts'
import { createProgramIo } from './program-io.ts'
import { runProgram } from './run-program.ts'

process.exitCode = await runProgram(process.argv.slice(2), createProgramIo(processEnvironment))
