import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { Card, Columns, Refused } from '../../components/index.ts'
import styles from './engine-releases.module.css'
import { OriginMark, StrengthMark } from './state-marks.tsx'
import { TermMeaning } from './term-meaning.tsx'
import { useAmend, type Content, type StoredEngineRelease } from './queries.ts'

/** The lexicon changes of an engine release, editable in a draft. */
export function ChangesCard({ release }: { release: StoredEngineRelease }): ReactNode {
  const { t } = useText()
  const amend = useAmend(release)
  const isDraft = release.state === 'draft'
  const { lexicon } = release.content
  const without = (changed: Partial<Content['lexicon']>): void =>
    amend.mutate({ lexicon: { ...lexicon, ...changed } })
  const heads = [
    t('lexicon.form'),
    t('lexicon.meaning.worded'),
    t('lexicon.strength'),
    t('lexicon.origin'),
    ...(isDraft ? [t('state.actions')] : []),
  ]
  const remove = (label: string, name: string, onClick: () => void): ReactNode => (
    <Button
      size="compact-xs"
      variant="default"
      disabled={amend.isPending}
      aria-label={`${label}: ${name}`}
      onClick={onClick}
    >
      {label}
    </Button>
  )
  return (
    <Card
      title={t('engine-release.terms')}
      actions={
        isDraft && (
          <Button
            size="compact-sm"
            renderRoot={(props) => (
              <Link
                to="/lexicon/engine-releases/$id/terms/$term"
                params={{ id: release.id, term: 'new' }}
                {...props}
              />
            )}
          >
            {t('term.add')}
          </Button>
        )
      }
    >
      <Refused error={amend.error} />
      {lexicon.terms.length + lexicon.off.length === 0 ? (
        <p className={styles.hint}>{t('engine-release.terms.none')}</p>
      ) : (
        <Columns caption={t('engine-release.terms')} heads={heads}>
          {lexicon.terms.map(({ language, term }) => (
            <tr key={term.id}>
              <td className="stranger" dir="auto">
                {isDraft ? (
                  <Link
                    to="/lexicon/engine-releases/$id/terms/$term"
                    params={{ id: release.id, term: term.id }}
                  >
                    {term.forms.join(', ')}
                  </Link>
                ) : (
                  term.forms.join(', ')
                )}
              </td>
              <td>
                <TermMeaning english={term.meaning} /> ({language})
              </td>
              <td>
                <StrengthMark strength={term.strength} />
              </td>
              <td>
                <code>{term.id}</code>
              </td>
              {isDraft && (
                <td>
                  {remove(t('engine-release.term.remove'), term.id, () =>
                    without({
                      terms: lexicon.terms.filter((one) => one.term.id !== term.id),
                      guards: guardsWithout(lexicon, term.id),
                    }),
                  )}
                </td>
              )}
            </tr>
          ))}
          {lexicon.off.map((id) => (
            <tr key={id}>
              <td>
                <Link to="/lexicon/terms/$term" params={{ term: id }}>
                  {id}
                </Link>
              </td>
              <td>–</td>
              <td>–</td>
              <td>
                <OriginMark origin="off" />
              </td>
              {isDraft && (
                <td>
                  {remove(t('engine-release.term.on'), id, () =>
                    without({ off: lexicon.off.filter((one) => one !== id) }),
                  )}
                </td>
              )}
            </tr>
          ))}
        </Columns>
      )}
      {lexicon.guards.length > 0 && (
        <Group gap="xs" mt="sm">
          <span className={styles.hint}>{t('edit-term.guard.new')}:</span>
          {lexicon.guards.map(({ guard }) => (
            <code key={guard.id}>{guard.id}</code>
          ))}
        </Group>
      )}
    </Card>
  )
}

/** Removing a term also removes its guards, unless another term uses them. */
function guardsWithout(
  { terms, guards }: Content['lexicon'],
  id: string,
): Content['lexicon']['guards'] {
  const removedGuards = terms.find(({ term }) => term.id === id)?.term.guards ?? []
  const otherGuards = terms.filter(({ term }) => term.id !== id).flatMap(({ term }) => term.guards)
  return guards.filter(
    ({ guard }) => !removedGuards.includes(guard.id) || otherGuards.includes(guard.id),
  )
}
