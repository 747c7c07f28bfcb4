import { Button, Checkbox, NativeSelect, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Client } from '@touchstone/client'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useCaptures, useCaptureState, type CaptureView } from '../case-components/index.ts'
import { addressOf, server } from '../../connection/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  Denied,
  Moment,
  Page,
  StateMark,
  QueryStatus,
  StoredSentence,
} from '../../components/index.ts'
import styles from './capture-comparison.module.css'
import { CaptureSentence } from './capture-sentence.tsx'
import { shortened, type TextPart } from './text-diff.ts'

const route = getRouteApi('/member/captures/$id/changes')

type Changes = Awaited<ReturnType<Client['evidence']['changes']>>
type View = Changes['views'][number]

/** Compares two captures of an address: facts, screenshots and text. */
export function CaptureComparisonPage(): ReactNode {
  const { t } = useText()
  const { id } = route.useParams()
  const { against } = route.useSearch()
  const rights = permissionsOf(useMember())
  const state = useCaptureState(id)
  if (!rights.handleEvidence) return <Denied>{t('captures.denied')}</Denied>
  if (!state.isSuccess) return <QueryStatus query={state} />
  return <CaptureChanges key={`${id} ${against ?? ''}`} capture={state.data} against={against} />
}

type ComparedProps = { capture: CaptureView; against: string | undefined }

function CaptureChanges({ capture, against }: ComparedProps): ReactNode {
  const { t } = useText()
  const { id, url } = capture
  const changes = useQuery({
    queryKey: ['capture', id, 'changes', against],
    queryFn: ({ signal }) =>
      server.evidence.changes({
        params: { id },
        query: against === undefined ? {} : { against },
        signal,
      }),
    // Every read is recorded in the custody of both captures, so it happens only on request.
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  })
  return (
    <Page
      title={t('capture-comparison.title')}
      lead={<span className="stranger">{url}</span>}
      actions={
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/captures/$id" params={{ id }} {...props} />}
        >
          {t('capture-comparison.to-capture')}
        </Button>
      }
    >
      {changes.isSuccess ? (
        <ChangeList changes={changes.data} against={against} />
      ) : (
        <QueryStatus query={changes} />
      )}
    </Page>
  )
}

const tones = {
  gone: 'good',
  changed: 'waiting',
  same: 'plain',
  blocked: 'bad',
  'login-wall': 'bad',
  error: 'bad',
  unknown: 'plain',
} as const

function ChangeList({
  changes,
  against,
}: {
  changes: Changes
  against: string | undefined
}): ReactNode {
  const { t } = useText()
  const { before, after, state, sentence, aspects, facts, pictures, views, notes } = changes
  return (
    <>
      <Card>
        <div className={styles.state}>
          <StateMark tone={tones[state]}>{t(`capture-comparison.state.${state}`)}</StateMark>
          {aspects.map((aspect) => (
            <StateMark key={aspect} tone="waiting">
              {t(`capture-comparison.aspect.${aspect}`)}
            </StateMark>
          ))}
        </div>
        {/* The marks above say what changed. */}
        {aspects.length === 0 && (
          <p>
            <StoredSentence text={sentence} />
          </p>
        )}
        <CaptureChoice capture={after} chosen={against ?? before?.id} />
        {notes.map((note) => (
          <p key={note} className={styles.fine}>
            <CaptureSentence sentence={note} />
          </p>
        ))}
      </Card>
      {before !== null && (
        <>
          {facts.length > 0 && (
            <Card title={t('capture-comparison.facts')}>
              <Columns
                caption={t('capture-comparison.facts')}
                heads={[
                  t('capture-comparison.aspect'),
                  t('capture-comparison.before'),
                  t('capture-comparison.after'),
                ]}
              >
                {facts.map((fact) => (
                  <tr key={fact.aspect}>
                    <th scope="row">{t(`capture-comparison.aspect.${fact.aspect}`)}</th>
                    {[fact.before, fact.after].map((words, side) => (
                      <td key={side} className="stranger">
                        {words === null ? (
                          <span className={styles.fine}>{t('capture-comparison.unknown')}</span>
                        ) : (
                          <VisibleText text={words} />
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </Columns>
            </Card>
          )}
          {views.length > 0 && <Views views={views} before={before} after={after} />}
          <Card
            title={t('capture-comparison.pictures')}
            lead={t('capture-comparison.pictures.counts', {
              removed: pictures.removed.length,
              added: pictures.added.length,
              kept: pictures.kept,
            })}
          >
            <Addresses label={t('capture-comparison.pictures.removed')} of={pictures.removed} />
            <Addresses label={t('capture-comparison.pictures.added')} of={pictures.added} />
          </Card>
          <TextChanges text={changes.text} />
        </>
      )}
    </>
  )
}

function CaptureTime({ words, capture }: { words: string; capture: CaptureView }): ReactNode {
  return (
    <>
      {words}
      <br />
      <span className={styles.fine}>
        <Moment at={capture.endedAt ?? capture.requestedAt} />
      </span>
    </>
  )
}

/** Selects which other capture of the listing to compare with. */
function CaptureChoice({
  capture,
  chosen,
}: {
  capture: CaptureView
  chosen: string | undefined
}): ReactNode {
  const { t, time } = useText()
  const navigate = useNavigate()
  const of = capture.listing === null ? {} : { listing: capture.listing }
  const captures = useCaptures(of, capture.listing !== null)
  const others = (captures.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter((one) => one.id !== capture.id && one.endedAt !== null)
  if (others.length < 2) return null
  return (
    <NativeSelect
      className={styles.against}
      label={t('capture-comparison.against')}
      value={chosen ?? ''}
      data={others.map((one) => ({
        value: one.id,
        label: `${time(one.endedAt ?? one.requestedAt)} · ${t(`capture-state.${one.state}`)}`,
      }))}
      onChange={({ currentTarget: { value } }) =>
        void navigate({
          to: '/captures/$id/changes',
          params: { id: capture.id },
          search: { against: value },
        })
      }
    />
  )
}

type Sides = 'both' | 'before' | 'after'
type ViewsProps = { views: readonly View[]; before: CaptureView; after: CaptureView }

/** Both screenshots, scrolled together, with frames around the differences. */
function Views({ views, before, after }: ViewsProps): ReactNode {
  const { t } = useText()
  const [sides, setSides] = useState<Sides>('both')
  const [framed, setFramed] = useState(true)
  const differing = views.reduce((sum, { regions }) => sum + regions.length, 0)
  const visibleSides = (['before', 'after'] as const).filter(
    (side) => sides === 'both' || sides === side,
  )
  const of = { before, after }
  return (
    <Card
      title={t('capture-comparison.appearance')}
      lead={t('capture-comparison.appearance.counts', { count: differing })}
    >
      <div className={styles.choices}>
        <SegmentedControl
          aria-label={t('capture-comparison.view')}
          value={sides}
          onChange={setSides}
          data={(['both', 'before', 'after'] as const).map((value) => ({
            value,
            label: t(`capture-comparison.side.${value}`),
          }))}
        />
        <Checkbox
          label={t('capture-comparison.frames')}
          checked={framed}
          onChange={({ currentTarget: { checked } }) => setFramed(checked)}
        />
      </div>
      {/* Focusable, so that it scrolls by keyboard: a page is taller than its frame. */}
      <div
        className={styles.views}
        tabIndex={0}
        role="group"
        aria-label={t('capture-comparison.appearance')}
      >
        {visibleSides.map((side) => (
          <div key={side} className={styles.side}>
            <p className={styles.when}>
              <CaptureTime words={t(`capture-comparison.${side}`)} capture={of[side]} />
            </p>
            {views.map((view, part) => (
              <Screenshot
                key={part}
                view={view}
                name={view[side]}
                id={of[side].id}
                framed={framed}
                words={t('capture-comparison.shot', {
                  number: part + 1,
                  side: t(`capture-comparison.${side}`),
                })}
              />
            ))}
          </div>
        ))}
      </div>
    </Card>
  )
}

type LookedProps = {
  view: View
  name: string | null
  id: string
  framed: boolean
  words: string
}

function Screenshot({ view, name, id, framed, words }: LookedProps): ReactNode {
  const { t } = useText()
  const { width, height, regions } = view
  if (name === null) return <p className={styles.fine}>{t('capture-comparison.no-part')}</p>
  return (
    <div className={styles.looked}>
      <img src={addressOf('evidence', 'item', { id, name })} alt={words} />
      {framed && (
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {regions.map((region, index) => (
            <rect key={index} {...region} />
          ))}
        </svg>
      )}
    </div>
  )
}

function Addresses({ label, of }: { label: string; of: readonly { url: string }[] }): ReactNode {
  if (of.length === 0) return null
  return (
    <>
      <h3 className={styles.list}>{label}</h3>
      <ul className="stranger">
        {of.map(({ url }) => (
          <li key={url}>{url}</li>
        ))}
      </ul>
    </>
  )
}

function TextChanges({ text }: { text: Changes['text'] }): ReactNode {
  const { t } = useText()
  const [whole, setWhole] = useState(false)
  const differs = text.parts.some(({ kind }) => kind !== 'same')
  const parts: TextPart[] = whole ? text.parts.map((part) => part) : shortened(text.parts)
  return (
    <Card
      title={t('capture-comparison.text')}
      lead={differs ? undefined : t('capture-comparison.text.same')}
    >
      {!text.fine && <p className={styles.fine}>{t('capture-comparison.text.coarse')}</p>}
      {differs && (
        <>
          <Checkbox
            label={t('capture-comparison.text.whole')}
            checked={whole}
            onChange={({ currentTarget: { checked } }) => setWhole(checked)}
          />
          <div
            className={styles.text}
            tabIndex={0}
            role="group"
            aria-label={t('capture-comparison.text')}
          >
            {parts.map((part, index) => (
              <Part key={index} part={part} />
            ))}
          </div>
        </>
      )}
    </Card>
  )
}

function Part({ part }: { part: TextPart }): ReactNode {
  const { t } = useText()
  if (part.kind === 'left-out') {
    return (
      <p className={styles.fine}>{t('capture-comparison.text.left-out', { count: part.count })}</p>
    )
  }
  const words = <VisibleText text={part.lines.join('\n')} />
  if (part.kind === 'same') return <p>{words}</p>
  const Mark = part.kind === 'removed' ? 'del' : 'ins'
  return (
    <p data-kind={part.kind}>
      <span className="only-read-aloud">{t(`capture-comparison.text.${part.kind}`)}: </span>
      <Mark>{words}</Mark>
    </p>
  )
}
