import type { ProgramEnvironment } from './program-io.ts'

/** Streams, environment, signals and exit of this process. Only here does the program name them. */
export const processEnvironment: ProgramEnvironment = {
  // Opened when someone first asks for it.
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signals: process,
  makeFilesPrivate: () => void process.umask(0o077),
  exit: (code) => process.exit(code),
}
