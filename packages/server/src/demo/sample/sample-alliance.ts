import type { OrganisationInput, PersonRole } from '@touchstone/contract'

/** A user of the sample, member of one organisation. */
type SamplePerson = {
  email: string
  name: string
  organisation: string
  roles: PersonRole[]
}

/** Owner of a brand, and the basis of the claim. */
type SampleHolding = { organisation: string; basis: 'owner' | 'agent'; owner: string }

// All names are invented. Slugs start with "sample-", so that they take none that someone needs.
export const sampleOrganisations: readonly OrganisationInput[] = [
  { slug: 'sample-merrowind', name: 'Merrowind Group', kind: 'rights-holder' },
  {
    slug: 'sample-velmoraq',
    name: 'House of Velmoraq',
    kind: 'rights-holder',
    parent: 'sample-merrowind',
  },
  {
    slug: 'sample-quillaby',
    name: 'House of Quillaby',
    kind: 'rights-holder',
    parent: 'sample-merrowind',
  },
  { slug: 'sample-facetorne', name: 'Facetorne Crystal', kind: 'rights-holder' },
  { slug: 'sample-orchard', name: 'Orchard Devices', kind: 'rights-holder' },
  { slug: 'sample-nibbeldorf', name: 'Nibbeldorf Sweets', kind: 'rights-holder' },
  { slug: 'sample-bazarune', name: 'Bazarune', kind: 'marketplace' },
  { slug: 'sample-merkolane', name: 'Merkolane', kind: 'marketplace' },
  { slug: 'sample-ostravel-customs', name: 'Ostravel Customs', kind: 'authority' },
  { slug: 'sample-drevanne', name: 'Drevanne Counsel', kind: 'counsel' },
  { slug: 'sample-paylorin', name: 'Paylorin', kind: 'payment-provider' },
]

export const sampleUsers: readonly SamplePerson[] = [
  person('analyst@velmoraq.example', 'Mira Tolvane', 'sample-velmoraq', ['analyst']),
  person('reviewer@bazarune.example', 'Joss Berrick', 'sample-bazarune', ['reviewer']),
  person('admin@merrowind.example', 'Alda Quenmore', 'sample-merrowind', ['admin', 'analyst']),
  person('auditor@bazarune.example', 'Teo Lindvar', 'sample-bazarune', ['auditor']),
  person('admin@bazarune.example', 'Oda Fenwilt', 'sample-bazarune', ['admin']),
  person('analyst@merkolane.example', 'Sefa Orrivan', 'sample-merkolane', ['admin', 'analyst']),
  person('admin@velmoraq.example', 'Corin Haldwyn', 'sample-velmoraq', ['admin']),
  person('analyst@quillaby.example', 'Nils Caddermoor', 'sample-quillaby', ['admin', 'analyst']),
  person('analyst@facetorne.example', 'Inka Doverell', 'sample-facetorne', ['admin', 'analyst']),
  person('analyst@orchard.example', 'Rafe Umbriel', 'sample-orchard', ['admin', 'analyst']),
  person('analyst@nibbeldorf.example', 'Bea Strudwick', 'sample-nibbeldorf', ['admin', 'analyst']),
  person('officer@ostravel-customs.example', 'Karo Vastrel', 'sample-ostravel-customs', [
    'reviewer',
  ]),
  person('counsel@drevanne.example', 'Leo Drevanne', 'sample-drevanne', ['admin', 'analyst']),
  person('analyst@paylorin.example', 'Ama Pellinor', 'sample-paylorin', ['analyst']),
]

function person(
  email: string,
  name: string,
  organisation: string,
  roles: PersonRole[],
): SamplePerson {
  return { email, name, organisation, roles }
}

function owned(organisation: string, owner: string): SampleHolding {
  return { organisation, basis: 'owner', owner }
}

function represented(owner: string): SampleHolding {
  return { organisation: 'sample-drevanne', basis: 'agent', owner }
}

/** The organisation with the catalog and approved claim of each brand. */
export const sampleHoldings: Readonly<Record<string, SampleHolding>> = {
  velmoraq: owned('sample-velmoraq', 'Velmoraq Maison'),
  casabrondi: owned('sample-velmoraq', 'Velmoraq Maison'),
  quillaby: owned('sample-quillaby', 'Quillaby Makers'),
  tarnhovde: owned('sample-quillaby', 'Quillaby Makers'),
  pacevorn: owned('sample-merrowind', 'Merrowind Group'),
  facetorne: owned('sample-facetorne', 'Facetorne Crystal'),
  orchard: owned('sample-orchard', 'Orchard Devices'),
  audrevox: owned('sample-orchard', 'Orchard Devices'),
  vortelune: owned('sample-orchard', 'Orchard Devices'),
  nibbeldorf: owned('sample-nibbeldorf', 'Nibbeldorf Sweets'),
  pawmundel: owned('sample-nibbeldorf', 'Nibbeldorf Sweets'),
  brickolund: owned('sample-nibbeldorf', 'Nibbeldorf Sweets'),
  torvenne: represented('Torvenne Horology'),
  belarosque: represented('Belarosque Parfums'),
}

/** A claim awaiting a decision: an orchard also supplies fruit for sweets. */
export const sampleOpenClaim = { organisation: 'sample-nibbeldorf', brand: 'orchard' } as const

/** What the sites of the sample's listings are called, by the names in the listings. */
export const sampleSiteNames: Readonly<Record<string, string>> = {
  'sample-market-a': 'Bazarune',
  'sample-market-b': 'Bazarune Outlet',
  'sample-market-c': 'Bazarune Live',
  'sample-market-d': 'Merkolane',
  'sample-market-e': 'Merkolane Plaza',
  'sample-market-f': 'Merkolane Go',
  'sample-market-g': 'Merkolane Vintage',
}

/** The sites of the sample's listings, as they name them. */
export const sampleSites = Object.keys(sampleSiteNames)

/** The organisation that submits listings of a marketplace site. */
export function marketplaceOf(site: string): 'sample-bazarune' | 'sample-merkolane' {
  return /-[a-c]$/.test(site) ? 'sample-bazarune' : 'sample-merkolane'
}

export const sampleMarketplaces = ['sample-bazarune', 'sample-merkolane'] as const
