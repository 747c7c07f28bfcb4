import { Button, Checkbox, Modal, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { ListingThumbnail } from '../../images/thumbnails/index.ts'
import { useText } from '../../messages/index.ts'
import { QueryStatus, Refused, SubmitButton } from '../../components/index.ts'
import { bulkKey, type BulkPreview, type Queued } from './queries.ts'
import { useFactWords } from './fact-words.ts'
import styles from './review-panel.module.css'
import { usualMeasures, type Measure } from './statement-draft.ts'

export type BulkRestrictDialogProps = {
  items: readonly Queued[]
  opened: boolean
  onClose: () => void
}

/** Restricts the selected items that share one checked fact: everything is displayed before it is decided. */
export function BulkRestrictDialog({ items, opened, onClose }: BulkRestrictDialogProps): ReactNode {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('bulk-restriction.title')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      {opened && <Preview items={items} onClose={onClose} />}
    </Modal>
  )
}

function Preview({ items, onClose }: Omit<BulkRestrictDialogProps, 'opened'>): ReactNode {
  const itemRefs = items.map(({ notice, position }) => ({ notice, position }))
  const preview = useQuery({
    queryKey: ['bulk restriction preview', itemRefs],
    queryFn: ({ signal }) => server.moderation.previewBulk({ body: { items: itemRefs }, signal }),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  })
  if (!preview.isSuccess) return <QueryStatus query={preview} />
  return <RestrictTogether preview={preview.data} onClose={onClose} />
}

type RestrictTogetherProps = { preview: BulkPreview; onClose: () => void }

function RestrictTogether({ preview, onClose }: RestrictTogetherProps): ReactNode {
  const { t } = useText()
  const factWords = useFactWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [place, setPlace] = useState(0)
  const [measures, setMeasures] = useState<readonly Measure[]>(['disable'])
  const [why, setWhy] = useState(preview.why)
  const fact = preview.facts[place]
  const included = preview.items.filter(
    ({ facts, excluded }) => excluded === null && facts.includes(place),
  )
  const left = preview.items.filter((one) => !included.includes(one))
  const start = useMutation({
    mutationFn: async () => {
      if (fact === undefined) return
      const { words: _, count: __, ...checked } = fact
      await server.moderation.restrictInBulk({
        body: {
          fact: checked,
          measures: [...measures],
          why: why.trim(),
          items: included.map(({ notice, position, version }) => ({ notice, position, version })),
        },
      })
      await queries.invalidateQueries({ queryKey: bulkKey })
      onClose()
      void navigate({ to: '/moderation/bulk-restrictions' })
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    start.mutate()
  }
  if (fact === undefined) {
    return (
      <>
        <p>{t('bulk-restriction.no-fact')}</p>
        <LeftOut items={left} />
      </>
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <NativeSelect
          label={t('bulk-restriction.fact')}
          description={t('bulk-restriction.fact.hint')}
          value={String(place)}
          data={preview.facts.map((one, at) => ({
            value: String(at),
            label: `${factWords(one)} (${one.count})`,
          }))}
          onChange={({ currentTarget }) => setPlace(Number(currentTarget.value))}
        />
        {fact.kind === 'statement' && (
          <blockquote className={`${styles.quote} stranger`}>{fact.words}</blockquote>
        )}
        <fieldset className={styles.choices}>
          <legend className={styles.small}>{t('statement-field.measures')}</legend>
          {usualMeasures.map((measure) => (
            <Checkbox
              key={measure}
              label={t(`measure.${measure}`)}
              checked={measures.includes(measure)}
              onChange={({ currentTarget: { checked } }) =>
                setMeasures(
                  checked ? [...measures, measure] : measures.filter((one) => one !== measure),
                )
              }
            />
          ))}
        </fieldset>
        <Textarea
          label={t('statement-field.why')}
          description={t('bulk-restriction.why.hint')}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          value={why}
          onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        />
        <section aria-label={t('bulk-restriction.items', { count: included.length })}>
          <h3 className={styles.small}>
            {t('bulk-restriction.items', { count: included.length })}
          </h3>
          <ul className={styles.bulkItems} tabIndex={0}>
            {included.map((one) => (
              <BulkItem key={`${one.notice} ${one.position}`} item={one} />
            ))}
          </ul>
        </section>
        <LeftOut items={left} />
        <Refused error={start.error} />
        <SubmitButton
          isPending={start.isPending}
          missing={[
            ...(measures.length === 0 ? [t('statement-missing.measures')] : []),
            ...(why.trim() === '' ? [t('statement-missing.why')] : []),
            ...(included.length === 0 ? [t('bulk-restriction.none')] : []),
          ]}
          beside={
            <Button variant="default" onClick={onClose}>
              {t('state.cancel')}
            </Button>
          }
        >
          {t('bulk-restriction.submit', { count: included.length })}
        </SubmitButton>
      </Stack>
    </form>
  )
}

type Item = BulkPreview['items'][number]

function BulkItem({ item }: { item: Item }): ReactNode {
  const { t } = useText()
  const title = item.title ?? item.named ?? t('moderation.unnamed')
  return (
    <li>
      <ListingThumbnail listing={item.listing} title={title} size="small" />
      <span className={styles.bulkWords}>
        <span className="stranger" title={title}>
          {title}
        </span>
        {item.excluded === null ? (
          <span className={`${styles.fine} stranger`}>{item.seller}</span>
        ) : (
          <span className={styles.fine}>{t(`bulk-exclusion.${item.excluded}`)}</span>
        )}
      </span>
    </li>
  )
}

/** Items that need a decision of their own, each with the reason. */
function LeftOut({ items }: { items: readonly Item[] }): ReactNode {
  const { t } = useText()
  if (items.length === 0) return null
  return (
    <details>
      <summary>{t('bulk-restriction.left-out', { count: items.length })}</summary>
      <ul className={styles.bulkItems}>
        {items.map((one) => (
          <BulkItem
            key={`${one.notice} ${one.position}`}
            item={{ ...one, excluded: one.excluded ?? 'no-shared-fact' }}
          />
        ))}
      </ul>
    </details>
  )
}
