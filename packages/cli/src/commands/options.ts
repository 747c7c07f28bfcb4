import { InvalidArgumentError } from 'commander'

/** Called by a command with its exit code. */
export type Finish = (exitCode: number) => void

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^[0-9]+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`)
    }
    return value
  }
}

export function dateTime(text: string): string {
  const time = Date.parse(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time)) {
    throw new InvalidArgumentError('Write a date and time: 2026-11-25T08:30:00Z.')
  }
  return new Date(time).toISOString()
}
