import { Button, Radio } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { claimRight, useStandingClaims } from '../../investigation/case-components/index.ts'
import { VisibleText } from '../../assessment/index.ts'
import { regionName, useText } from '../../messages/index.ts'
import { Card } from '../../components/index.ts'
import type { Draft, DraftItem } from './draft.ts'
import { isOfListing, listingOf, type DraftPart, type PlainPart } from './merge-drafts.ts'
import styles from './notices.module.css'
import { useSignatories, useTemplates } from './notice-queries.ts'
import type { Other, Writing } from './use-draft.ts'

type ApartCardProps = { writing: Writing; other: Other }

/** Shows conflicting edits of two people side by side until one is chosen. */
export function ConflictCard({ writing, other }: ApartCardProps): ReactNode {
  const { t } = useText()
  const [theirs, setTheirs] = useState<readonly DraftPart[]>([])
  const nameOf = usePartNames(other)
  const wordsOf = usePartWords()
  const choose = (part: DraftPart, whose: string): void =>
    setTheirs([...theirs.filter((one) => one !== part), ...(whose === 'theirs' ? [part] : [])])
  return (
    <Card title={t('notice.conflict')} lead={t('notice.conflict.description')}>
      <div role="status" className={styles.fields}>
        {other.apart.map((part) => (
          <Radio.Group
            key={part}
            label={nameOf(part)}
            value={theirs.includes(part) ? 'theirs' : 'mine'}
            onChange={(whose) => choose(part, whose)}
          >
            <div className={styles.both}>
              <Side name="mine" words={wordsOf(part, writing.draft)} />
              <Side name="theirs" words={wordsOf(part, other.draft)} />
            </div>
          </Radio.Group>
        ))}
      </div>
      <div className={styles.steps}>
        <Button onClick={() => writing.settle(theirs.filter((part) => other.apart.includes(part)))}>
          {t('notice.conflict.keep')}
        </Button>
      </div>
    </Card>
  )
}

function Side({ name, words }: { name: 'mine' | 'theirs'; words: string }): ReactNode {
  const { t } = useText()
  return (
    <div className={styles.shot}>
      <Radio value={name} label={t(`notice.conflict.${name}`)} />
      <p className={styles.side} dir="auto">
        {words === '' ? t('notice.conflict.empty') : <VisibleText text={words} />}
      </p>
    </div>
  )
}

function usePartNames({ notice }: Other): (part: DraftPart) => string {
  const { t } = useText()
  const names: Readonly<Record<PlainPart, string>> = {
    regime: t('notice.regime'),
    ground: t('notice.ground'),
    claim: t('notice.claim'),
    territory: t('notice.territory'),
    classes: t('notice.nice-classes'),
    reasons: t('notice.statement.shared'),
    recipients: t('notice.recipients'),
    signatory: t('notice.signatory'),
    contact: t('notice.contact'),
    goodFaith: t('notice.good-faith'),
    template: t('notice.template'),
    language: t('notice.language'),
  }
  return (part) => {
    if (!isOfListing(part)) return names[part]
    const listing = listingOf(part)
    const named = notice.listings.find((one) => one.listing === listing)
    return t('notice.conflict.listing', { name: named?.externalId ?? listing })
  }
}

/** A part as comparable text, with names in place of ids. */
function usePartWords(): (part: DraftPart, draft: Draft) => string {
  const { t, list, locale } = useText()
  const claims = useStandingClaims()
  const signatories = useSignatories()
  const templates = useTemplates()
  const ofListing = (item: DraftItem | undefined): string => {
    if (item === undefined) return t('notice.conflict.no-listing')
    const lines = [
      ...(item.capture === undefined ? [] : [t('notice.conflict.capture', { id: item.capture })]),
      ...(item.reasons === '' ? [] : [item.reasons]),
      ...item.evidence.map((one) => `${t(`notice-evidence.${one.kind}`)}: ${one.statement}`),
    ]
    return lines.join('\n')
  }
  return (part, draft) => {
    if (isOfListing(part)) {
      const listing = listingOf(part)
      return ofListing(draft.items.find((one) => one.listing === listing))
    }
    switch (part) {
      case 'territory':
        return list(draft.territory.map((code) => regionName(locale, code)))
      case 'ground':
        return t(`notice-ground.${draft.ground}`)
      case 'claim': {
        const claim = claims.data?.find(({ id }) => id === draft.claim)
        return claim ? `${claim.brand} · ${claimRight(claim)}` : draft.claim
      }
      case 'signatory': {
        const { signatory = '' } = draft
        return signatories.data?.find(({ person }) => person === signatory)?.name ?? signatory
      }
      case 'template': {
        const { template = '' } = draft
        return templates.data?.find(({ id }) => id === template)?.name ?? template
      }
      case 'goodFaith':
        return t(draft.goodFaith ? 'notice.conflict.stated' : 'notice.conflict.not-stated')
      case 'recipients':
        return draft.recipients
          .map(({ by, to }) =>
            [t(`delivery-method.${by}`), to].filter((one) => one !== '').join(': '),
          )
          .join('\n')
      default:
        return draft[part]
    }
  }
}
