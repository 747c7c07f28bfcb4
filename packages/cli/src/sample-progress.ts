import { setTimeout as sleep } from 'node:timers/promises'
import type { SampleProgress, SampleSignIns } from '@touchstone/server'
import { count, duration } from './terminal.ts'

/** The most useful sign-ins; the file contains all. */
const shown = 3

/** Prints the accounts to sign in with. */
export function sampleSignInLines({ password, people, file }: SampleSignIns): string[] {
  const first = people.slice(0, shown)
  const width = Math.max(...first.map(({ email }) => email.length))
  return [
    'This is a new installation with an invented alliance to try out. Sign in as',
    ...first.map(({ email, does }) => `  ${email.padEnd(width)}  ${does}`),
    `with the password ${password}`,
    `It is shown only once and saved in ${file}, with ${count(people.length - shown, 'more person')}.`.replace(
      'persons',
      'people',
    ),
  ]
}

type Watched = { sampleProgress(): Promise<Pick<SampleProgress, 'state' | 'taken' | 'total'>> }
type Terminal = { isTTY?: boolean; write(text: string): unknown }

const lookMilliseconds = 500
/** Number of lines to print if standard error is not a terminal. */
const steps = 4

/**
 * Shows the progress of loading the sample alliance, until it is complete or stopped. Prints nothing if none is being
 * loaded.
 */
export async function followSample(
  server: Watched,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<void> {
  const started = Date.now()
  let nextStep = 0
  let progress = await server.sampleProgress()
  if (progress.state !== 'loading') return
  while (progress.state === 'loading' && !signal.aborted) {
    const { taken, total } = progress
    const line = `Loading the sample alliance: ${number(taken)} of ${number(total)} listings`
    const step = Math.floor((taken * steps) / Math.max(1, total))
    if (terminal.isTTY) terminal.write(`\r\u001b[2K${line}`)
    else if (nextStep === 0 || step >= nextStep) {
      terminal.write(`${line}\n`)
      nextStep = step + 1
    }
    await sleep(lookMilliseconds, undefined, { signal }).catch(() => undefined)
    if (!signal.aborted) progress = await server.sampleProgress()
  }
  if (terminal.isTTY) terminal.write('\r\u001b[2K')
  if (progress.state === 'loaded') {
    const seconds = (Date.now() - started) / 1000
    terminal.write(
      `The sample alliance is loaded: ${count(progress.total, 'listing')} in ${duration(seconds)}. \`touchstone sample remove\` takes it away.\n`,
    )
  } else if (signal.aborted) {
    terminal.write('The next start continues loading the sample alliance.\n')
  }
}

function number(value: number): string {
  return value.toLocaleString('en')
}
