import { z } from 'zod'
import { Slug } from '../access/organisation.ts'
import { endpoint } from '../api/endpoint.ts'

const Prefix = z
  .string()
  .regex(/^\d{4,12}$/)
  .meta({ description: 'Beginning of GTIN-13s, as in 4006381 (a GS1 company prefix).' })

export const GtinPrefixesView = z
  .object({ prefixes: z.array(Prefix) })
  .meta({ id: 'GtinPrefixesView' })

export const GtinPrefixesInput = z.strictObject({ prefixes: z.array(Prefix).max(200) })

/** Who issues which GTINs. */
export const gtinPrefixEndpoints = {
  read: endpoint({
    method: 'GET',
    path: '/api/v1/gtin-prefixes',
    summary: 'List the GS1 company prefixes of the organisation',
    access: 'codes:read',
    wholeOrganisation: true,
    response: GtinPrefixesView,
  }),
  bind: endpoint({
    method: 'PUT',
    path: '/api/v1/installation/organisations/:slug/gtin-prefixes',
    summary: 'Set the GS1 company prefixes of an organisation, replacing the current ones',
    description:
      'Only this organisation issues codes with these numbers and answers for them. No prefix of one organisation may begin with a prefix of another.',
    access: 'person',
    params: z.strictObject({ slug: Slug }),
    body: GtinPrefixesInput,
    response: GtinPrefixesView,
  }),
}
