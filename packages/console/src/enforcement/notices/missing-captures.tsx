import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { newestCaptures } from '../../investigation/case-components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { ConfirmButton, Refused } from '../../components/index.ts'
import type { PartProps } from './draft-page.tsx'
import styles from './notices.module.css'

/** Requests missing captures of all listings, and attaches the newest sealed ones. */
export function MissingCaptures({
  notice,
  writing,
}: Pick<PartProps, 'notice' | 'writing'>): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const { draft, change } = writing
  const lacking = new Set(
    draft.items.flatMap(({ listing, capture }) => (capture === undefined ? [listing] : [])),
  )
  const take = useMutation({
    mutationFn: () => newestCaptures(notice.case),
    onSuccess: (captures) =>
      change({
        items: draft.items.map((item) => {
          const capture = item.capture ?? captures.get(item.listing)
          return capture === undefined ? item : { ...item, capture }
        }),
      }),
  })
  if (lacking.size === 0) return null
  const reachable = notice.listings.filter(
    ({ listing, url }) => url !== null && lacking.has(listing),
  )
  return (
    <>
      <div className={styles.line}>
        <span className={styles.fine}>{t('notice.captures.missing', { count: lacking.size })}</span>
        {reachable.length > 0 && (
          <ConfirmButton
            label={t('notice.captures.request')}
            title={t('notice.captures.request')}
            text={t('notice.captures.request.text', { count: reachable.length })}
            reason={{ label: t('capture.reason'), required: true }}
            run={async (reason) => {
              for (const { listing, url } of reachable) {
                await server.evidence.request({ body: { url: url ?? '', listing, reason } })
              }
              await queries.invalidateQueries({ queryKey: ['captures'] })
            }}
            button={{ variant: 'default', size: 'compact-sm' }}
          />
        )}
        <Button
          size="compact-sm"
          variant="default"
          loading={take.isPending}
          onClick={() => take.mutate()}
        >
          {t('notice.captures.use-newest')}
        </Button>
      </div>
      <Refused error={take.error} />
    </>
  )
}
