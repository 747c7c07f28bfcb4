import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleOrganisations, sampleUsers } from './sample-alliance.ts'

/** As whom one can sign in, with the one password of all sample people. */
export type SampleSignIns = {
  password: string
  people: { email: string; does: string }[]
  file: string
}

/** Keeps the sign-ins where the owner of the folder alone can read them. */
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

/** Where the sign-ins lie, as long as the sample is there. */
export function signInsFile(dataDir: string): string {
  return join(dataDir, 'sample-sign-ins.txt')
}
