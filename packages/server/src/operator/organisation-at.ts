import { findOrganisation } from '../identity/index.ts'
import type { Handle } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'

export async function organisationAt(handle: Handle, slug: string): Promise<string> {
  const organisation = await findOrganisation(handle, slug)
  if (organisation !== undefined) return organisation.id
  throw new AppError({
    code: 'not-found',
    message: `there is no organisation ${slug}`,
    pointer: '/organisation',
  })
}
