import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { differenceOf, VisibleText } from '../../assessment/index.ts'
import { useText } from '../../messages/index.ts'
import { useMember } from '../../access/session/index.ts'
import { VerdictMark } from '../../components/index.ts'
import styles from './listing.module.css'
import type { ListingWithVersions } from '../queries.ts'
import { fieldWord, valueText } from './version-text.ts'

type Version = ListingWithVersions['versions'][number]

/** The listing's versions, each with its changes. */
export function Versions({ versions }: { versions: readonly Version[] }): ReactNode {
  const { t, time } = useText()
  return (
    <ol className={styles.versions}>
      {versions.map((version, index) => {
        const before = versions[index + 1]
        return (
          <li key={version.version}>
            <div className={styles.versionHead}>
              <strong>{t('listing.version', { number: version.version })}</strong>
              <span className={styles.fine}>{time(version.receivedAt)}</span>
              <IngestedBy version={version} />
              <VerdictMark verdict={version.assessment?.verdict} />
            </div>
            {before && <Changes before={before} after={version} />}
          </li>
        )
      })}
    </ol>
  )
}

/** Sender of a version, with the full id in the tooltip; each watch is a sender of its own. */
function IngestedBy({ version: { ingestedBy, listing } }: { version: Version }): ReactNode {
  const { t } = useText()
  const { person } = useMember()
  if (ingestedBy === null) return null
  const { kind, id } = ingestedBy
  if (kind === 'key' && listing.sources?.some((source) => source.kind === 'watch')) {
    return (
      <Link to="/watches/$id" params={{ id }} className={styles.fine}>
        {t('listing.submitted-by.watch')}
      </Link>
    )
  }
  const who = id === person.id ? t('audit-log.you') : `${t(`actor.${kind}`)} ${id.slice(0, 8)}`
  return (
    <span className={styles.fine} title={id}>
      {t('listing.submitted-by', { who })}
    </span>
  )
}

function Changes({ before, after }: { before: Version; after: Version }): ReactNode {
  const text = useText()
  const { t } = text
  return (
    <dl className={styles.changes}>
      {after.changed.map((field) => {
        const { head, tail, ...change } = differenceOf(
          valueText(text, before.listing[field]),
          valueText(text, after.listing[field]),
        )
        return (
          <div key={field}>
            <dt>{fieldWord(text, field)}</dt>
            <dd className="stranger" dir="auto">
              <VisibleText text={head} />
              {change.before !== '' && (
                <del aria-label={t('listing.removed')}>
                  <VisibleText text={change.before} />
                </del>
              )}
              {change.after !== '' && (
                <ins aria-label={t('listing.added')}>
                  <VisibleText text={change.after} />
                </ins>
              )}
              <VisibleText text={tail} />
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
