import { Link, getRouteApi, useNavigate } from '@tanstack/react-router'
import { Suspense, useDeferredValue, useMemo, useState, type ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { Card, FactList, Loading, Moment, Page, QueryStatus } from '../../components/index.ts'
import { useText } from '../../messages/index.ts'
import {
  HubsList,
  isBinding,
  LimitedSight,
  LinkTabs,
  NetworkEvents,
  useContests,
  useLinkWords,
  useNetwork,
  type NetworkDetails,
} from '../link-components/index.ts'
import { DossiersMade } from '../referrals/index.ts'
import { useSellerName } from '../seller-accounts/index.ts'
import { AccountsTable } from './accounts-table.tsx'
import { CompareAccounts, type Ends } from './compare-accounts.tsx'
import { passes, type GraphFilter } from './drawn-graph.ts'
import { LinksTable } from './links-table.tsx'
import { NetworkGraphCard } from './network-graph-card.tsx'
import styles from './network.module.css'
import { useNetworkGraph, type NetworkGraph } from './queries.ts'
import { TimeSlider } from './time-slider.tsx'

const route = getRouteApi('/member/networks/$id')
const near = { accounts: 500, steps: 1 }
const far = { accounts: 5000, steps: 100 }

/** A network: its accounts, links, weakest cut, judgements, hubs and history, as a graph and in words. */
export function NetworkPage(): ReactNode {
  const { id } = route.useParams()
  return <Loaded key={id} id={id} />
}

function Loaded({ id }: { id: string }): ReactNode {
  const { t, number } = useText()
  const { at, wide } = route.useSearch()
  const present = useNetwork(id, undefined)
  const then = useNetwork(id, at)
  const graph = useNetworkGraph(id, wide === true ? far : near, at)
  const details = then.data
  const title =
    details === undefined
      ? t('networks.network')
      : t('network.title', { count: details.accounts, figure: number(details.accounts) })
  return (
    <Page title={title} lead={t('links.not-a-finding')}>
      <LinkTabs here="networks" />
      <LimitedSight />
      {details !== undefined && details.id !== id && <p role="status">{t('network.moved')}</p>}
      {!then.isSuccess && <QueryStatus query={then} />}
      {!graph.isSuccess && <QueryStatus query={graph} />}
      {details !== undefined && graph.data !== undefined && (
        <Content
          details={details}
          graph={graph.data}
          events={present.data?.events ?? details.events}
        />
      )}
    </Page>
  )
}

type ContentProps = {
  details: NetworkDetails
  graph: NetworkGraph
  /** Of all times. */
  events: NetworkDetails['events']
}

function Content({ details, graph, events }: ContentProps): ReactNode {
  const { t } = useText()
  const { at, wide } = route.useSearch()
  const { seeWholeNetworks } = permissionsOf(useMember())
  const navigate = useNavigate({ from: '/networks/$id' })
  const [filter, setFilter] = useState<GraphFilter>({
    families: new Set(),
    least: 0,
    unfolded: false,
  })
  const [ends, setEnds] = useState<Ends>([undefined, undefined])
  const weakest = useMemo(() => new Set(details.weakest?.accounts), [details.weakest])
  const links = useMemo(
    () => graph.links.filter((link) => passes(link, filter)),
    [graph.links, filter],
  )
  const whole = useMemo(() => ({ graph, links }), [graph, links])
  // What lies below the graph follows in tasks of its own.
  const below = useDeferredValue<typeof whole | undefined>(whole, undefined)
  const moments = useMemo(
    () => [...new Set(events.map((event) => event.at))].toSorted().slice(0, -1),
    [events],
  )
  const choose = (account: string): void => {
    const [one, other] = ends
    setEnds(one === undefined || other !== undefined ? [account, undefined] : [one, account])
  }
  return (
    <>
      <Summary details={details} graph={graph} />
      <Suspense fallback={<Loading />}>
        <DossiersMade of={{ network: details.id }} source={{ network: details.id }} />
      </Suspense>
      {moments.length > 0 && (
        <Card>
          <TimeSlider
            moments={moments}
            at={at}
            onChange={(moment) =>
              void navigate({
                search: { ...(moment && { at: moment }), ...(wide && { wide }) },
                replace: true,
              })
            }
          />
          {at !== undefined && <p className={styles.fine}>{t('network.time.past')}</p>}
        </Card>
      )}
      <NetworkGraphCard
        graph={graph}
        links={links}
        filter={filter}
        weakest={weakest}
        marked={ends[1] ?? ends[0]}
        onFilter={setFilter}
        onChoose={choose}
        onExpand={
          graph.more && wide !== true
            ? () => void navigate({ search: { ...(at && { at }), wide: true } })
            : undefined
        }
      />
      {below !== undefined && (
        <>
          <CompareAccounts accounts={below.graph.accounts} ends={ends} onEnds={setEnds} />
          <AccountsTable {...below} details={details} weakest={weakest} />
          <LinksTable {...below} />
        </>
      )}
      {below !== undefined && seeWholeNetworks && (
        <>
          <Card title={t('network.hubs')} lead={t('network.hubs.description')}>
            {graph.hubs.length === 0 ? (
              <p className={styles.fine}>{t('network.hubs.none')}</p>
            ) : (
              <HubsList hubs={graph.hubs} />
            )}
          </Card>
          <Card title={t('network.events')}>
            <NetworkEvents events={details.events} accounts={graph.accounts} />
          </Card>
        </>
      )}
    </>
  )
}

function Summary({ details, graph }: { details: NetworkDetails; graph: NetworkGraph }): ReactNode {
  const { t, number, probability, list } = useText()
  const { likelihood, bits } = useLinkWords()
  const nameOf = useSellerName()
  const { probability: likely, weakest, formedAt, changedAt, retiredAt } = details
  const side = new Set(weakest?.accounts)
  const names = graph.accounts.filter(({ id }) => side.has(id)).map((one) => nameOf(one).name)
  const { seeWholeNetworks } = permissionsOf(useMember())
  const judged = graph.links.filter(({ judgement }) => judgement !== null).length
  return (
    <Card title={t('network.summary')}>
      <FactList
        facts={[
          [
            t('networks.probability'),
            likely === null
              ? seeWholeNetworks
                ? t('network.unknown')
                : undefined
              : t('link-review.odds', { words: likelihood(likely), percent: probability(likely) }),
          ],
          [
            t('networks.weakest'),
            weakest === null
              ? undefined
              : isBinding(weakest.weight)
                ? t('network.weakest.judged', { names: list(names.slice(0, 10)) })
                : t('network.weakest', {
                    names: list(names.slice(0, 10)),
                    bits: bits(weakest.weight),
                  }),
          ],
          [
            t('network.judged'),
            seeWholeNetworks ? (
              <>
                {number(judged)} <Link to="/networks/review">{t('links.tab.review')}</Link>
              </>
            ) : undefined,
          ],
          [
            t('link-contest.title'),
            seeWholeNetworks ? <ContestsWithin accounts={graph.accounts} /> : undefined,
          ],
          [t('networks.formed'), <Moment at={formedAt} />],
          [t('networks.changed'), <Moment at={changedAt} />],
          [t('network.retired'), retiredAt === null ? undefined : <Moment at={retiredAt} />],
        ]}
      />
    </Card>
  )
}

/** How many open contests are about accounts of the graph. */
function ContestsWithin({ accounts }: { accounts: NetworkGraph['accounts'] }): ReactNode {
  const { t, number } = useText()
  const { data } = useContests({ state: 'open' })
  const shown = new Set(accounts.map(({ id }) => id))
  const within = (data?.pages[0]?.items ?? []).filter(
    ({ account, other }) => shown.has(account) || shown.has(other),
  )
  if (within.length === 0) return number(0)
  return (
    <>
      {number(within.length)} <Link to="/networks/contests">{t('links.tab.contests')}</Link>
    </>
  )
}
