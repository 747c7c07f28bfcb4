import type { ProgramEnvironment } from './program-io.ts'

// Without it, ONNX Runtime reports its use to its makers. It reads the environment of the whole process.
process.env['ORT_DISABLE_TELEMETRY'] ??= '1'

const [, programFile = ''] = process.argv

/** Streams, environment, signals, program and exit of this process. The only place that refers to them. */
export const processEnvironment: ProgramEnvironment = {
  // Opened on first use.
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signals: process,
  makeFilesPrivate: () => void process.umask(0o077),
  program: [process.execPath, ...process.execArgv, programFile],
  exit: (code) => process.exit(code),
}
