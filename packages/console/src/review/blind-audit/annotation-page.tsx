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
  QueryStatus,
} from '../../components/index.ts'
import { BlindListing } from './blind-listing.tsx'
import { QualityTabs } from './blind-audit-tabs.tsx'
import styles from './annotation-page.module.css'
import { useAtHand, useSay, type CurrentAnnotation } from './queries.ts'

/** Sampled listings, one at a time, shown without assessment or decision. */
export function AnnotationPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page
      title={t('blind-audit.title')}
      lead={t('blind-audit.annotate.description')}
      actions={<QualityTabs here="read" />}
    >
      {rights.decide ? (
        <NextListing />
      ) : (
        <>
          <Denied>{t('blind-audit.annotate.denied')}</Denied>
          <p className={styles.elsewhere}>
            <Link to="/blind-audit/results">{t('blind-audit.results')}</Link>
          </p>
        </>
      )}
    </Page>
  )
}

function NextListing(): ReactNode {
  const { t } = useText()
  const hand = useAtHand()
  if (!hand.isSuccess) return <QueryStatus query={hand} />
  const { item, left } = hand.data
  if (item === null)
    return <Empty title={t('blind-audit.empty')}>{t('blind-audit.empty.text')}</Empty>
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
      aria-label={t('blind-audit.remaining', { count: left })}
    >
      <p className={styles.left} role="status">
        {t('blind-audit.remaining', { count: left })}
      </p>
      <BlindListing id={item.id} listing={item.listing} />
      <fieldset className={styles.labels}>
        <legend>
          {t('blind-audit.question')}{' '}
          <span className={styles.fine}>{t('blind-audit.shortcuts')}</span>
        </legend>
        <div className={styles.said}>
          <DecisionButtons chosen={label} onChoose={setLabel} />
          <Button
            className={styles.go}
            disabled={label === undefined}
            loading={say.isPending}
            onClick={go}
          >
            {t('blind-audit.save')}
          </Button>
        </div>
        <Refused error={say.error} />
      </fieldset>
    </article>
  )
}
