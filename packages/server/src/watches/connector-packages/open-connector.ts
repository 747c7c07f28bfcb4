import { connectorNames, type ConnectorView } from '@touchstone/contract'
import type { z } from 'zod'
import {
  connectorFacts,
  connectors,
  isShipped,
  type Connector,
  type ConnectorTerms,
} from '../connectors/index.ts'
import { VisitError } from '../gate/index.ts'
import type { ConnectorPackage } from './load-packages.ts'
import { packageConnector } from './package-connector.ts'

type Packages = readonly ConnectorPackage[]
type ConnectorFacts = z.output<typeof ConnectorView>

/** Those that come with Touchstone, then those of packages. */
export function listConnectors(packages: Packages): ConnectorFacts[] {
  return [
    ...connectorNames.map(connectorFacts),
    ...packages.map(({ name, needs, hosts, terms, searches }) => {
      return { name, needs, hosts, terms, searches, feePerCall: 0 }
    }),
  ]
}

/** A connector for one walk. One whose package is no longer listed fails each visit with that reason. */
export function openConnector(name: string, packages: Packages, terms?: ConnectorTerms): Connector {
  if (isShipped(name)) return connectors[name](terms)
  const pack = packages.find((one) => one.name === name)
  return pack === undefined ? missing(name) : packageConnector(pack)
}

function missing(name: string): Connector {
  const fail = (url: string): VisitError =>
    new VisitError('permanent', url, `The operator lists no package with the connector ${name}.`)
  return {
    name,
    needs: '',
    hosts: '',
    terms: '',
    searches: true,
    // eslint-disable-next-line require-yield
    async *search({ url }) {
      throw fail(url)
    },
    isWorthwhile: () => true,
    visit: (_site, url) => Promise.reject(fail(url)),
  }
}
