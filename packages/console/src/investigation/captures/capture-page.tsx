import { Button, Checkbox } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import {
  RequestCapture,
  CaptureStateMark,
  isUnderWay,
  useCapture,
  useCaptureState,
  type CaptureView,
  type CaptureRequest,
} from '../case-components/index.ts'
import { downloadResponse, server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  ConfirmButton,
  Card,
  Denied,
  FactList,
  Moment,
  Page,
  StateMark,
  StrangersAddress,
  QueryStatus,
  StoredSentence,
} from '../../components/index.ts'
import styles from './captures.module.css'
import { CircumstancesCards } from './circumstances.tsx'
import { CustodyCard } from './custody-card.tsx'
import { ItemsCard } from './evidence-items-card.tsx'
import { SealCard } from './seal-card.tsx'
import { Screenshots } from './screenshots.tsx'

const route = getRouteApi('/member/captures/$id')

/** One capture: its progress, and its results once it has ended. */
export function CapturePage(): ReactNode {
  const { t } = useText()
  const { id } = route.useParams()
  const rights = permissionsOf(useMember())
  const state = useCaptureState(id)
  if (!rights.handleEvidence) return <Denied>{t('captures.denied')}</Denied>
  if (!state.isSuccess) return <QueryStatus query={state} />
  return <OneCapture key={id} capture={state.data} mayHold={rights.holdEvidence} />
}

function OneCapture({ capture, mayHold }: { capture: CaptureView; mayHold: boolean }): ReactNode {
  const { t } = useText()
  const navigate = useNavigate()
  const [wish, setWish] = useState<CaptureRequest>()
  const { id, url, reason, listing } = capture
  const again = (): void => setWish({ url, reason, ...(listing !== null && { listing }) })
  return (
    <Page
      title={hostOf(url)}
      lead={<StrangersAddress text={url} />}
      actions={
        <Button variant="default" renderRoot={(props) => <Link to="/captures" {...props} />}>
          {t('captures.title')}
        </Button>
      }
    >
      <Card>
        <div className={styles.marks}>
          <CaptureStateMark capture={capture} />
          {capture.heldFor !== null && (
            <StateMark tone="waiting">{t('capture.held', { reason: capture.heldFor })}</StateMark>
          )}
        </div>
        {isUnderWay(capture) && <Progress capture={capture} />}
        {capture.sentence !== null && (
          <p className={styles.sentence}>
            <StoredSentence text={capture.sentence} />
          </p>
        )}
        {capture.state === 'failed' && (
          <p className={styles.fine}>
            {t('capture.failed.text', { gone: t('capture-outcome.gone') })}
          </p>
        )}
        <FactList
          facts={[
            [t('capture.operator'), capture.operator],
            [t('capture.reason'), <StoredSentence key="why" text={reason} byPeople />],
            [t('capture.requested'), <Moment key="r" at={capture.requestedAt} />],
            [
              t('capture.ended'),
              capture.endedAt === null ? undefined : <Moment key="e" at={capture.endedAt} />,
            ],
            [
              t('capture.listing'),
              listing === null ? undefined : (
                <Link key="o" to="/listings/$id" params={{ id: listing }}>
                  {t('capture.open-listing')}
                </Link>
              ),
            ],
          ]}
        />
        {!isUnderWay(capture) && <Steps capture={capture} mayHold={mayHold} onAgain={again} />}
      </Card>
      {!isUnderWay(capture) && <Evidence id={id} />}
      <RequestCapture
        wish={wish}
        onClose={() => setWish(undefined)}
        onAsked={(next) => void navigate({ to: '/captures/$id', params: { id: next } })}
      />
    </Page>
  )
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url
}

/** The three stages of a capture, with the current one marked. */
function Progress({ capture }: { capture: CaptureView }): ReactNode {
  const { t } = useText()
  const reached = capture.state === 'waiting' ? 0 : 1
  const stretches = [
    t('capture.progress.asked'),
    t('capture.progress.running'),
    t('capture.progress.sealed'),
  ]
  return (
    <div role="status">
      <ol className={styles.progress}>
        {stretches.map((words, place) => (
          <li
            key={words}
            data-reached={place <= reached}
            aria-current={place === reached ? 'step' : undefined}
          >
            {words}
          </li>
        ))}
      </ol>
      <p className={styles.fine}>{t('capture.progress.text')}</p>
    </div>
  )
}

type StepsProps = { capture: CaptureView; mayHold: boolean; onAgain: () => void }

function Steps({ capture, mayHold, onAgain }: StepsProps): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const params = { id: capture.id }
  const readAgain = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['capture state', capture.id] })
    await queries.invalidateQueries({ queryKey: ['capture', capture.id] })
    await queries.invalidateQueries({ queryKey: ['captures'] })
  }
  const isHeld = capture.heldFor !== null
  const [withheld, setWithheld] = useState<string[]>([])
  // Reuses the page's own read, so that no second entry is added to the chain of custody.
  const items = useCapture(capture.id, true).data?.items ?? []
  return (
    <div className={styles.steps}>
      <ConfirmButton
        label={t('capture.package')}
        title={t('capture.package.title')}
        text={t('capture.package.text')}
        reason={{ label: t('capture.reason'), required: true }}
        run={async (reason) => {
          await downloadResponse('evidence', 'export', params, { reason, withhold: withheld })
          await readAgain()
        }}
        button={{ variant: 'filled' }}
      >
        <Checkbox.Group
          label={t('capture.withhold')}
          description={t('capture.withhold.text')}
          value={withheld}
          onChange={setWithheld}
        >
          <div className={styles.withheld}>
            {items.map(({ name }) => (
              <Checkbox key={name} value={name} label={name} />
            ))}
          </div>
        </Checkbox.Group>
      </ConfirmButton>
      {mayHold &&
        (isHeld ? (
          <ConfirmButton
            label={t('capture.release')}
            title={t('capture.release.title')}
            text={t('capture.release.text')}
            reason={{ label: t('capture.reason'), required: true }}
            run={async (reason) => {
              await server.evidence.act({
                params,
                body: { action: { type: 'release-hold', reason } },
              })
              await readAgain()
            }}
          />
        ) : (
          <ConfirmButton
            label={t('capture.hold')}
            title={t('capture.hold.title')}
            text={t('capture.hold.text')}
            reason={{ label: t('capture.reason'), required: true }}
            run={async (reason) => {
              await server.evidence.act({
                params,
                body: { action: { type: 'place-hold', reason } },
              })
              await readAgain()
            }}
          />
        ))}
      <Button variant="default" onClick={onAgain}>
        {t('capture.again')}
      </Button>
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/captures/$id/changes" params={params} {...props} />}
      >
        {t('capture-comparison.open')}
      </Button>
    </div>
  )
}

function Evidence({ id }: { id: string }): ReactNode {
  const { t } = useText()
  const read = useCapture(id, true)
  if (!read.isSuccess) return <QueryStatus query={read} />
  const { items, custody, circumstances, seal } = read.data
  if (items.length === 0) return <Card>{t('capture.nothing-stored')}</Card>
  return (
    <>
      {circumstances === null ? (
        <Card>{t('capture.unreadable')}</Card>
      ) : (
        <>
          <Screenshots id={id} pages={circumstances.pages} items={items} />
          <CircumstancesCards circumstances={circumstances} />
        </>
      )}
      <ItemsCard id={id} items={items} />
      <SealCard seal={seal} />
      <CustodyCard custody={custody} />
    </>
  )
}
