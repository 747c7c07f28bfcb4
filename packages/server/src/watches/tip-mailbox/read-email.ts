import { FileReaders } from '../../platform/file-reading/index.ts'
import type { ParsedEmail } from './parse-email.ts'

export type EmailOptions = { source: Uint8Array; ownOrigin: string | undefined }

const readers = new FileReaders(new URL('./read-email-worker.ts', import.meta.url), {
  maxThreads: 1,
  silenceMs: 10_000,
  baseMs: 10_000,
  msPerMebibyte: 0,
  memoryMb: 256,
  faults: {
    tooSlow: () => 'the email takes too long to read',
    tooLarge: () => 'the email takes too much memory to read',
  },
})

/** Reads an email in a thread with limits of time and memory; throws where it cannot be read within them. */
export function readEmail(options: EmailOptions): Promise<ParsedEmail> {
  return readers.read({ task: 'email', options })
}
