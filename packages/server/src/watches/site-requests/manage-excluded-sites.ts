import type { SiteExtractView } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { siteHost } from '../gate/index.ts'
import {
  deleteExcludedSite,
  findExcludedSite,
  findExtract,
  insertExcludedSite,
  type ExcludedSiteRow,
} from './repository.ts'

/** Leaves a host out of all watches: the gate asks before each request. */
export async function excludeSite(
  handle: Transaction,
  { site, note }: { site: string; note?: string | undefined },
): Promise<ExcludedSiteRow> {
  if (await insertExcludedSite(handle, { site, note })) {
    await record(handle, 'site-excluded', site)
  }
  const row = await findExcludedSite(handle, site)
  if (row === undefined) throw new Error('an excluded site was not inserted')
  return row
}

export async function includeSite(handle: Transaction, input: string): Promise<void> {
  const site = hostOf(input)
  if (!(await deleteExcludedSite(handle, site))) {
    const message = `${site} is not left out`
    throw new AppError({ code: 'not-found', message, pointer: '/site' })
  }
  await record(handle, 'site-included', site)
}

/** What was taken from a site, for its people. */
export async function readExtract(
  handle: Transaction,
  input: string,
): Promise<Outgoing<SiteExtractView>> {
  const site = hostOf(input)
  const extract = await findExtract(handle, site)
  await record(handle, 'site-extract-read', site)
  return extract
}

export function requireHost(address: string): string {
  const host = siteHost(address)
  if (host !== undefined) return host
  throw new AppError({
    code: 'address-invalid',
    message: `/site ${JSON.stringify(address)} is not the address of a site; write it as https://shop.example/`,
    pointer: '/site',
  })
}

/** A host as it is stored, however it was written. */
function hostOf(text: string): string {
  return siteHost(`https://${text}/`) ?? text
}

async function record(
  handle: Transaction,
  action: 'site-excluded' | 'site-included' | 'site-extract-read',
  site: string,
): Promise<void> {
  await recordEvent({
    handle,
    organisationId: null,
    action,
    subject: { kind: 'site', id: site },
  })
}
