import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleOrganisations, sampleUsers } from './sample-alliance.ts'

/** The accounts of the sample, with their common password. */
export type SampleSignIns = {
  password: string
  people: { email: string; does: string }[]
  file: string
}

/** Writes the sign-ins to a file that only the owner of the folder can read. */
export function writeSignIns(dataDir: string, password: string): SampleSignIns {
  const file = signInsFile(dataDir)
  const names = new Map(sampleOrganisations.map(({ slug, name }) => [slug, name]))
  const people = sampleUsers.map(({ email, roles, organisation }) => ({
    email,
    does: `${roles.join(' and ')} at ${names.get(organisation) ?? organisation}`,
  }))
  const lines = [
    'The people of the sample alliance sign in with this password:',
    password,
    '',
    ...people.map(({ email, does }) => `${email}  ${does}`),
  ]
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  rmSync(file, { force: true })
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  return { password, people, file }
}

export function deleteSignIns(dataDir: string): void {
  rmSync(signInsFile(dataDir), { force: true })
}

/** The file of the sign-ins while the sample exists. */
export function signInsFile(dataDir: string): string {
  return join(dataDir, 'sample-sign-ins.txt')
}
