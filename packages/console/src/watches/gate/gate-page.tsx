import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import type { ReactNode } from 'react'
import { pagination, placed, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import {
  Card,
  Columns,
  ConfirmButton,
  Empty,
  FactList,
  Moment,
  Page,
  QueryStatus,
  Refused,
  StateMark,
  useNow,
  Paged,
} from '../../components/index.ts'
import { OperatorWatchesTabs } from '../watch-components/index.ts'
import {
  everyMilliseconds,
  installationKey,
  useInstallation,
  type Installation,
} from './queries.ts'
import { RatesCard } from './rates-card.tsx'

type Answer<F extends (...args: never[]) => unknown> = Awaited<ReturnType<F>>
type Authority = Answer<Client['operatorWatches']['gate']>['items'][number]

const mebibyte = 2 ** 20

/** All watches of the installation in numbers, their switch, what they cost, and the sites that they visit. */
export function GatePage(): ReactNode {
  const { t } = useText()
  const installation = useInstallation()
  return (
    <Page title={t('gate.title')} lead={t('gate.description')}>
      <OperatorWatchesTabs here="gate" />
      {installation.isSuccess ? (
        <>
          <WatchesCard installation={installation.data} />
          <RatesCard installation={installation.data} />
        </>
      ) : (
        <QueryStatus query={installation} />
      )}
      <GateCard />
    </Page>
  )
}

function WatchesCard({ installation }: { installation: Installation }): ReactNode {
  const { t, number } = useText()
  const { stopped, watches, usedToday } = installation
  return (
    <Card
      title={t('gate.watches')}
      actions={
        <StateMark tone={stopped ? 'waiting' : 'good'}>
          {t(stopped ? 'gate.stopped' : 'gate.running')}
        </StateMark>
      }
    >
      <FactList
        facts={[
          [t('gate.active'), number(watches.active)],
          [t('gate.running-now'), number(watches.running)],
          [t('gate.due'), number(watches.due)],
          [t('gate.stopped-by-owners'), number(watches.stopped)],
          [t('gate.requests-today'), number(usedToday.requests)],
          [
            t('gate.data-today'),
            t('gate.mebibytes', { size: Math.round(usedToday.bytes / mebibyte) }),
          ],
        ]}
      />
      <InstallationSwitch installation={installation} />
    </Card>
  )
}

function InstallationSwitch({ installation }: { installation: Installation }): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { version, stopped, rates } = installation
  const set = useMutation({
    mutationFn: (stop: boolean) =>
      server.operatorWatches.update({ body: { expectedVersion: version, stopped: stop, rates } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: installationKey }),
  })
  return (
    <div style={{ marginTop: 'var(--space-4)' }}>
      {stopped ? (
        <Button loading={set.isPending} onClick={() => set.mutate(false)}>
          {t('gate.resume')}
        </Button>
      ) : (
        <ConfirmButton
          label={t('gate.stop')}
          title={t('gate.stop.title')}
          text={t('gate.stop.text')}
          run={() => set.mutateAsync(true)}
        />
      )}
      <Refused error={stopped ? set.error : null} />
    </div>
  )
}

function GateCard(): ReactNode {
  const { t } = useText()
  const pages = useInfiniteQuery({
    queryKey: [...installationKey, 'gate'],
    queryFn: ({ pageParam, signal }) =>
      server.operatorWatches.gate({ query: { limit: 50, ...placed(pageParam) }, signal }),
    refetchInterval: everyMilliseconds,
    ...pagination,
  })
  return (
    <Card title={t('gate.sites')} lead={t('gate.sites.description')}>
      <Paged
        pages={pages}
        empty={
          <Empty title={t('gate.empty')} icon="watch">
            {t('gate.empty.text')}
          </Empty>
        }
      >
        {(items) => (
          <Columns
            caption={t('gate.sites')}
            heads={[
              t('gate.site'),
              t('gate.next-turn'),
              t('gate.why'),
              t('gate.penalty'),
              t('gate.robots'),
            ]}
          >
            {items.map((authority) => (
              <AuthorityRow key={authority.authority} authority={authority} />
            ))}
          </Columns>
        )}
      </Paged>
    </Card>
  )
}

function AuthorityRow({ authority: site }: { authority: Authority }): ReactNode {
  const { t } = useText()
  const now = useNow(everyMilliseconds)
  const { authority, nextTurnAt, isTaken, pausedBy, penaltySeconds, robots } = site
  const isRefused = pausedBy === 'refusal' || pausedBy === 'captcha' || penaltySeconds > 0
  return (
    <tr>
      <td className="stranger">{authority}</td>
      <td>
        {isTaken ? (
          <StateMark tone="good">{t('gate.taken')}</StateMark>
        ) : Date.parse(nextTurnAt) <= now ? (
          t('gate.now')
        ) : (
          <Moment at={nextTurnAt} />
        )}
      </td>
      <td>
        {pausedBy === null ? (
          '–'
        ) : (
          <StateMark tone={isRefused ? 'bad' : 'plain'}>{t(`gate-pause.${pausedBy}`)}</StateMark>
        )}
      </td>
      <td className="figures">
        {penaltySeconds === 0
          ? '–'
          : t('gate.minutes', { minutes: Math.round(penaltySeconds / 60) })}
      </td>
      <td>
        <span>
          {t(`gate-robots.${robots}`)}
          {site.robotsReadAgainAt !== null && (
            <>
              {' · '}
              {t('gate.robots-again')} <Moment at={site.robotsReadAgainAt} />
            </>
          )}
        </span>
      </td>
    </tr>
  )
}
