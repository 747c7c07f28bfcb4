import type { excludedSiteEndpoints, siteRequestEndpoints } from '../../api/index.ts'
import type { ExamplesOf } from '../example.ts'
import { samples } from '../sample-values.ts'

export const siteRequestExamples: ExamplesOf<typeof siteRequestEndpoints> = {
  send: [
    {
      what: 'Ask to be left out',
      by: 'nobody',
      body: {
        kind: 'exclusion',
        site: 'https://bazaar.example/',
        email: 'webmaster@bazaar.example',
      },
      status: 201,
      keeps: { [samples.siteReceipt]: '/receipt' },
    },
  ],
  check: [
    {
      what: 'Check the robots.txt for the line',
      by: 'nobody',
      body: { receipt: samples.siteReceipt },
    },
  ],
}

export const excludedSiteExamples: ExamplesOf<typeof excludedSiteEndpoints> = {
  requests: [{ what: 'List the requests of sites', by: 'installation' }],
  exclude: [
    {
      what: 'Leave a site out',
      by: 'installation',
      body: { site: 'https://outlet.example/', note: 'Asked by letter on 28 November' },
      status: 201,
    },
  ],
  list: [{ what: 'List the sites that are left out', by: 'installation' }],
  extract: [
    {
      what: 'Retrieve what was taken from a site',
      by: 'installation',
      params: { site: 'bazaar.example' },
    },
  ],
  include: [{ what: 'Allow visits again', by: 'installation', params: { site: 'outlet.example' } }],
}
