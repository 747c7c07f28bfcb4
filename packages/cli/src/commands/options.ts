import { fileEncodings } from '@touchstone/contract'
import { readNetworkName } from '@touchstone/server/config'
import { InvalidArgumentError, Option } from 'commander'
import type { ProgramIo } from '../program-io.ts'

export type CommandContext = {
  io: ProgramIo
  /** Called by a command with its exit code. */
  finish: (exitCode: number) => void
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^[0-9]+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`)
    }
    return value
  }
}

/** A probability other than 0 and 1. */
export function probability(text: string): number {
  const value = Number(text)
  if (!/^0?\.[0-9]+$/.test(text) || value <= 0) {
    throw new InvalidArgumentError('Write a number between 0 and 1: 0.5.')
  }
  return value
}

export function dateTime(text: string): string {
  const time = Date.parse(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time)) {
    throw new InvalidArgumentError('Write a date and time: 2026-11-25T08:30:00Z.')
  }
  return new Date(time).toISOString()
}

/** The address of a site, without a slash at its end. */
export function siteAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new InvalidArgumentError('Write a web address: https://id.maker.example.')
  }
  return url.href.replace(/\/$/, '')
}

/** An option for a picture network: a file and its SHA-256. */
export function networkOption(flag: string, description: string): Option {
  return new Option(`${flag} <file@sha256:…>`, description).argParser((text) => {
    const name = readNetworkName(text)
    if (name !== undefined) return name
    throw new InvalidArgumentError(
      'write the file and its SHA-256, as sha256sum prints it: network.onnx@sha256:<64 digits>',
    )
  })
}

/** Canonical name of an encoding given by another label, such as sjis or latin1. */
function nameOf(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

/** Encoding of the file named by `--in` or the argument. */
export function encodingOption(description: string): Option {
  return new Option('--encoding <name>', description).argParser((text) => {
    const encodingName = nameOf(text)
    const name = fileEncodings.find((fileEncoding) => fileEncoding === encodingName)
    if (name !== undefined) return name
    throw new InvalidArgumentError(`Write one of ${fileEncodings.join(', ')}.`)
  })
}

/** Several options may name the same device, since nothing is overwritten; `/dev/shm` contains ordinary files. */
export function isDevice(path: string): boolean {
  return path.startsWith('/dev/') && !path.startsWith('/dev/shm/')
}
