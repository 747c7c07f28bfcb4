import { z } from 'zod'
import { EmptyView, endpoint } from '../api/endpoint.ts'
import { storable, text } from '../text.ts'

const NameParams = z.strictObject({
  marketplace: storable(z.string().min(1).max(200)).meta({
    description: 'As named in the listings submitted.',
  }),
})

export const MarketplaceNameView = z
  .object({
    marketplace: z.string().meta({ description: 'As named in the listings submitted.' }),
    name: z.string(),
    source: z.enum(['responsible', 'own', 'address-book']).meta({
      description:
        '`responsible`: named by the organisation responsible for the marketplace, for everyone. `own`: named by the organisation for itself. `address-book`: the recipient of its notices there.',
    }),
    own: z.boolean().meta({ description: 'Whether the caller’s organisation set it.' }),
  })
  .meta({ id: 'MarketplaceNameView' })
export type MarketplaceNameView = z.infer<typeof MarketplaceNameView>

/** What marketplaces are called on pages, in email and in letters. */
export const marketplaceNameEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/v1/marketplace-names',
    summary: 'List the names of marketplaces',
    description:
      'One name for each marketplace: that of the responsible organisation, else the organisation’s own, else that of the recipient in its address book. A marketplace without any is shown as its listings name it.',
    access: 'person',
    response: z.object({ items: z.array(MarketplaceNameView) }),
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/v1/marketplace-names/:marketplace',
    summary: 'Set the name of a marketplace',
    description:
      'Every organisation sees the name that the responsible organisation sets. The name that another organisation sets is visible only to itself, and only while the responsible one sets none.',
    access: 'person',
    wholeOrganisation: true,
    params: NameParams,
    body: z.strictObject({ name: text(100) }),
    response: EmptyView,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/v1/marketplace-names/:marketplace',
    summary: 'Remove the organisation’s name of a marketplace',
    access: 'person',
    wholeOrganisation: true,
    params: NameParams,
    response: EmptyView,
  }),
}
