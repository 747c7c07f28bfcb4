import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  Denied,
  Moment,
  Page,
  Refused,
  QueryStatus,
} from '../../components/index.ts'
import { BackTestCard } from './back-test-card.tsx'
import { ChangesCard } from './release-changes-card.tsx'
import styles from './engine-releases.module.css'
import { EngineReleaseMark } from './state-marks.tsx'
import { useRevised, useEngineRelease, type StoredEngineRelease } from './queries.ts'
import { StepsCard } from './release-actions-card.tsx'
import { LexiconTabs } from './engine-release-tabs.tsx'
import { Examples, VerdictChanges, PreviewFigures } from './preview-figures.tsx'
import { WeightsCard } from './weights-card.tsx'

const route = getRouteApi('/member/lexicon/engine-releases/$id')

/** One engine release: its changes, their effect and its history. */
export function EngineReleasePage(): ReactNode {
  const { t } = useText()
  const { id } = route.useParams()
  const { person } = useSignedIn()
  if (!person.installationAdmin) {
    return (
      <Page title={t('lexicon.engine-releases')} actions={<LexiconTabs here="releases" />}>
        <Denied>{t('engine-releases.denied')}</Denied>
      </Page>
    )
  }
  return <EngineRelease id={id} />
}

function EngineRelease({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const release = useEngineRelease(id)
  if (!release.isSuccess) return <QueryStatus query={release} />
  const { number, title, state } = release.data
  return (
    <Page
      title={t('engine-release.title', { number, title })}
      lead={
        <>
          <EngineReleaseMark state={state} /> {release.data.note}
        </>
      }
      actions={<LexiconTabs here="inside" />}
    >
      <StepsCard release={release.data} />
      <ChangesCard release={release.data} />
      <SampleCard release={release.data} />
      <ShadowCard release={release.data} />
      <BackTestCard release={release.data} />
      <WeightsCard release={release.data} />
      <HistoryCard release={release.data} />
    </Page>
  )
}

function SampleCard({ release: { id, trial } }: { release: StoredEngineRelease }): ReactNode {
  const { t, time } = useText()
  const revised = useRevised()
  const compare = useMutation({
    mutationFn: () => server.engineReleases.compare({ params: { id } }),
    onSuccess: async () => revised(await server.engineReleases.read({ params: { id } })),
  })
  return (
    <Card
      title={t('term-preview.title')}
      lead={t('term-preview.description')}
      actions={
        <Button
          size="compact-sm"
          variant="default"
          loading={compare.isPending}
          onClick={() => compare.mutate()}
        >
          {t('engine-release.compare')}
        </Button>
      }
    >
      <Refused error={compare.error} />
      <p className={styles.hint}>
        {trial === null
          ? t('engine-release.compared.never')
          : t('engine-release.compared', { at: time(trial.at) })}
      </p>
      {trial && <PreviewFigures figures={trial.figures} />}
      {compare.data && <Examples examples={compare.data.examples} />}
    </Card>
  )
}

function ShadowCard({ release: { shadow, state } }: { release: StoredEngineRelease }): ReactNode {
  const { t } = useText()
  if (shadow === null && state !== 'shadow') return null
  return (
    <Card title={t('engine-release.shadow')} lead={t('engine-release.shadow.description')}>
      {state === 'shadow' && (shadow?.engine ?? null) === null && (
        <p className={styles.hint}>{t('engine-release.shadow.starting')}</p>
      )}
      {shadow?.engine && (
        <p className={styles.hint}>
          <code>{shadow.engine}</code>
        </p>
      )}
      {shadow === null || shadow.judged === 0 ? (
        <p>{t('engine-release.shadow.none')}</p>
      ) : (
        <>
          <p>{t('engine-release.shadow.judged', { count: shadow.judged })}</p>
          <VerdictChanges moves={shadow.moves} />
        </>
      )}
    </Card>
  )
}

function HistoryCard({ release: { history } }: { release: StoredEngineRelease }): ReactNode {
  const { t } = useText()
  const { person } = useSignedIn()
  return (
    <Card title={t('engine-release.history')}>
      <Columns
        caption={t('engine-release.history')}
        wide
        heads={[
          t('audit-log.time'),
          t('audit-log.actor'),
          t('audit-log.action-name'),
          t('audit-log.details'),
        ]}
      >
        {history.map(({ id, at, actor, step, note, terms, weights }) => (
          <tr key={id}>
            <td>
              <Moment at={at} />
            </td>
            <td className="short">
              {actor.id === person.id ? (
                t('audit-log.you')
              ) : (
                <>
                  {actor.kind === 'operator' ? t('actor.operator') : t('actor.person')}{' '}
                  <code title={actor.id}>{actor.id.slice(0, 8)}</code>
                </>
              )}
            </td>
            <td className="short">{t(`engine-release.action.${step}`)}</td>
            <td>
              {note !== null && <div>{note}</div>}
              {[...terms, ...(weights ? [t('engine-release.action.weights')] : [])].join(', ')}
            </td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}
