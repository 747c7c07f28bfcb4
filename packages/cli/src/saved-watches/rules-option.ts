import { readFileSync } from 'node:fs'
import {
  BrowserRules,
  connectorNames,
  TouchstoneError,
  type BrowserRules as Rules,
} from '@touchstone/contract'
import { InvalidArgumentError } from 'commander'
import { z } from 'zod'

/** Those that come with Touchstone; the operator may have added others. */
export const connectorHelp = `kind of site: ${connectorNames.join(', ')}, or one of CONNECTOR_PACKAGES`

/** For both commands that create or try a watch. */
export const rulesOption = [
  '--rules <file>',
  'for browser-rules: where pages show their listings, JSON',
  readRules,
] as const

function readRules(file: string): Rules {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new InvalidArgumentError(`${file} is no readable JSON: ${(error as Error).message}`)
  }
  const { success, data, error } = BrowserRules.safeParse(value)
  if (success) return data
  throw new InvalidArgumentError(`The rules are not valid:\n${z.prettifyError(error)}`)
}

export function assertRules(connector: string, rules: Rules | null): void {
  if ((connector === 'browser-rules') === (rules !== null)) return
  throw new TouchstoneError({
    code: 'bad-option',
    message:
      rules === null
        ? 'browser-rules needs --rules with a file that says where pages show their listings'
        : `--rules are for browser-rules alone, not for ${connector}`,
  })
}
