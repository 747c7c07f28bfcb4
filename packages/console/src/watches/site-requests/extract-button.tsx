import { Button, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { FactList, Moment, Refused, saveJson } from '../../components/index.ts'
import type { SiteExtract } from './queries.ts'

/** Shows what watches took from a site, which the audit log records. */
export function ExtractButton({ site }: { site: string }): ReactNode {
  const { t } = useText()
  const read = useMutation({
    mutationFn: () => server.excludedSites.extract({ params: { site } }),
  })
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={read.isPending}
        aria-label={`${t('site-extract.show')}: ${site}`}
        onClick={() => read.mutate()}
      >
        {t('site-extract.show')}
      </Button>
      <Refused error={read.error} />
      <Modal
        opened={read.data !== undefined}
        onClose={read.reset}
        title={t('site-extract.title', { site })}
        closeButtonProps={{ 'aria-label': t('state.close') }}
      >
        {read.data && <Extract extract={read.data} />}
      </Modal>
    </>
  )
}

function Extract({ extract }: { extract: SiteExtract }): ReactNode {
  const { t, number } = useText()
  const { site, firstVisitAt, lastVisitAt, fields } = extract
  return (
    <>
      <FactList
        facts={[
          [t('site-extract.requests'), number(extract.requests)],
          [
            t('site-extract.bytes'),
            t('site-extract.mebibytes', { size: Math.round(extract.bytes / 2 ** 20) }),
          ],
          [
            t('site-extract.visits'),
            firstVisitAt === null || lastVisitAt === null ? (
              t('site-extract.never')
            ) : (
              <>
                <Moment at={firstVisitAt} only="day" /> – <Moment at={lastVisitAt} only="day" />
              </>
            ),
          ],
          [t('site-extract.pages'), number(extract.pages)],
          [t('site-extract.listings'), number(extract.listings)],
          [t('site-extract.sellers'), number(extract.listingsWithSeller)],
          [
            t('site-extract.fields'),
            fields.map(({ field, listings }) => `${field} (${number(listings)})`).join(', ') || '–',
          ],
        ]}
      />
      <p>{t('site-extract.text')}</p>
      <Button variant="default" onClick={() => saveJson(extract, `${site}.json`)}>
        {t('site-extract.save')}
      </Button>
    </>
  )
}
