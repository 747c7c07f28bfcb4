import type { CasePackageView, casePackageLanguages } from '@touchstone/contract'

export type CasePackageLanguage = (typeof casePackageLanguages)[number]

/** A requested package of a case. */
export type CasePackageRow = {
  id: string
  caseId: string
  organisationId: string
  personId: string
  /** Name of the person. */
  by: string
  reason: string
  language: CasePackageLanguage
  state: 'waiting' | 'running' | 'ready' | 'failed'
  attempts: number
  done: number
  total: number
  problemCode: string | null
  problem: string | null
  sha256: string | null
  bytes: number | null
  requestedAt: Date
  endedAt: Date | null
  expiresAt: Date | null
  disposedAt: Date | null
  disposedFor: CasePackageView['disposedFor']
}

/** Attempts that ended with their process before a package is given up. */
export const maxAttempts = 3

/** After this time a package is deleted: a case is packed again sooner than a copy becomes outdated. */
export const storedDays = 7

/** Most of a case that one package holds. */
export const packageLimits = {
  listings: 2000,
  captures: 300,
  /** Of captures, in bytes as stored. */
  captureBytes: 4 * 1024 ** 3,
  /** Of one listing. */
  pictures: 5,
  pictureBytes: 1024 ** 3,
  /** Each of notices, notes, proceedings and entries of the timeline. */
  entries: 5000,
} as const
