import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { DecisionVerdict } from '@touchstone/contract'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useKeys } from '../../listings/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  DecisionButtons,
  decisionOrder,
  Denied,
  Empty,
  Page,
  Refused,
  Unread,
} from '../../surface/index.ts'
import { BlindListing } from './blind-listing.tsx'
import { QualityTabs } from './blind-audit-tabs.tsx'
import styles from './annotation-page.module.css'
import { useAtHand, useSay, type CurrentAnnotation } from './queries.ts'

/** Offers drawn by lot, one at a time, of which the reader knows nothing but what they say. */
export function AnnotationPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page
      title={t('quality.title')}
      lead={t('quality.read.lead')}
      actions={<QualityTabs here="read" />}
    >
      {rights.decide ? (
        <Reading />
      ) : (
        <>
          <Denied>{t('quality.read.denied')}</Denied>
          <p className={styles.elsewhere}>
            <Link to="/quality/results">{t('quality.results')}</Link>
          </p>
        </>
      )}
    </Page>
  )
}

function Reading(): ReactNode {
  const { t } = useText()
  const hand = useAtHand()
  if (!hand.isSuccess) return <Unread query={hand} />
  const { item, left } = hand.data
  if (item === null) return <Empty title={t('quality.none')}>{t('quality.none.text')}</Empty>
  return <OneListing key={item.id} item={item} left={left} />
}

type OneListingProps = { item: NonNullable<CurrentAnnotation['item']>; left: number }

function OneListing({ item, left }: OneListingProps): ReactNode {
  const { t } = useText()
  const say = useSay()
  const [label, setLabel] = useState<DecisionVerdict>()
  const card = useRef<HTMLElement>(null)
  useEffect(() => card.current?.focus(), [])
  const go = (): void => {
    if (label !== undefined && !say.isPending) say.mutate({ id: item.id, label })
  }
  useKeys({
    ...Object.fromEntries(
      decisionOrder.map((verdict, index) => [String(index + 1), () => setLabel(verdict)]),
    ),
    Enter: go,
  })
  return (
    <article
      ref={card}
      className={styles.card}
      tabIndex={-1}
      aria-label={t('quality.left', { count: left })}
    >
      <p className={styles.left} role="status">
        {t('quality.left', { count: left })}
      </p>
      <BlindListing id={item.id} listing={item.listing} />
      <fieldset className={styles.labels}>
        <legend>
          {t('quality.ask')} <span className={styles.fine}>{t('quality.keys')}</span>
        </legend>
        <div className={styles.said}>
          <DecisionButtons chosen={label} onChoose={setLabel} />
          <Button
            className={styles.go}
            disabled={label === undefined}
            loading={say.isPending}
            onClick={go}
          >
            {t('quality.say')}
          </Button>
        </div>
        <Refused error={say.error} />
      </fieldset>
    </article>
  )
}
