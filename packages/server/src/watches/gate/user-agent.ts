import { readFileSync } from 'node:fs'
import type { Agent } from './gate.ts'

/** What the installation names itself to sites, with the address that says how it visits. */
export function userAgentOf(publicUrl: string | undefined): Agent {
  const file = new URL('../../../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  const page = publicUrl === undefined ? '' : ` (+${publicUrl}/watch-policy)`
  return { token: 'Touchstone', userAgent: `Touchstone/${version}${page}` }
}
