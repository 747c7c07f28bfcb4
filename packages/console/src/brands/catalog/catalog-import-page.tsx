import { RefusedError } from '@touchstone/client'
import type { FileEncodingName } from '@touchstone/contract'
import { Button, Checkbox, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Columns,
  Denied,
  EncodingReadings,
  EncodingSelect,
  Faults,
  FileDrop,
  Page,
  Refused,
} from '../../components/index.ts'
import { BrandField, useBrandId } from './brand-field.tsx'
import { CatalogTabs } from './catalog-tabs.tsx'
import type { ImportResult } from './catalog-queries.ts'

type Wishes = { brand: string; replace: boolean; encoding: FileEncodingName | undefined }
type ImportRequest = { of: File; preview: boolean; encoding: FileEncodingName | undefined }

/** Imports a catalog, after a preview of its changes. */
export function CatalogImportPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page
      title={t('catalog-import.title')}
      lead={t('catalog-import.description')}
      actions={<CatalogTabs here="import" />}
    >
      {rights.changeCatalog ? <Import /> : <Denied>{t('catalog-import.denied')}</Denied>}
    </Page>
  )
}

function Import(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const [file, setFile] = useState<File>()
  const [wishes, setWishes] = useState<Wishes>({
    brand: '',
    replace: false,
    encoding: undefined,
  })
  const { encoding } = wishes
  const brandId = useBrandId()
  const run = useMutation({
    mutationFn: ({ of, preview, encoding: stated }: ImportRequest) =>
      server.catalog.import({
        query: {
          preview: preview ? 'true' : 'false',
          replace: wishes.replace ? 'true' : 'false',
          ...(wishes.brand !== '' && { brand: brandId(wishes.brand) }),
          ...(stated && { encoding: stated }),
        },
        body: of,
        contentType: 'application/octet-stream',
      }),
    onSuccess: async (result) => {
      if (result.preview) return
      setFile(undefined)
      await queries.invalidateQueries()
    },
  })
  const choose = (chosen: File): void => {
    setFile(chosen)
    setWishes({ ...wishes, encoding: undefined })
    run.mutate({ of: chosen, preview: true, encoding: undefined })
  }
  const chooseEncoding = (chosen: FileEncodingName | undefined): void => {
    setWishes({ ...wishes, encoding: chosen })
    if (file) run.mutate({ of: file, preview: true, encoding: chosen })
  }
  const result = run.data
  const readings = run.error instanceof RefusedError ? (run.error.readings ?? []) : []
  return (
    <>
      <Card>
        <Stack gap="md">
          <FileDrop
            label={t('catalog-import.drop')}
            hint={t('catalog-import.formats')}
            onFile={choose}
          />
          <Group gap="md" align="end">
            <BrandField
              size="xs"
              label={t('catalog-import.brand')}
              description={t('catalog-import.brand.hint')}
              value={wishes.brand}
              onChange={({ currentTarget: { value } }) => setWishes({ ...wishes, brand: value })}
            />
            <Checkbox
              size="xs"
              label={t('catalog-import.replace')}
              checked={wishes.replace}
              onChange={({ currentTarget: { checked } }) =>
                setWishes({ ...wishes, replace: checked })
              }
            />
            {file && <EncodingSelect value={encoding} onChange={chooseEncoding} />}
          </Group>
          {readings.length === 0 && <Refused error={run.error} />}
          {file && (
            <Group gap="sm">
              <strong className="stranger">{file.name}</strong>
              <Button
                variant="default"
                loading={run.isPending}
                onClick={() => run.mutate({ of: file, preview: true, encoding })}
              >
                {t('catalog-import.preview')}
              </Button>
              {result?.preview === true && (
                <Button
                  loading={run.isPending}
                  onClick={() => run.mutate({ of: file, preview: false, encoding })}
                >
                  {t('catalog-import.submit')}
                </Button>
              )}
            </Group>
          )}
        </Stack>
      </Card>
      {readings.length > 0 && <EncodingReadings readings={readings} onChoose={chooseEncoding} />}
      {result && <Result result={result} fileName={file?.name ?? 'catalog'} />}
    </>
  )
}

function Result({ result, fileName }: { result: ImportResult; fileName: string }): ReactNode {
  const { t, number } = useText()
  const nouns = ['brands', 'products', 'rights'] as const
  return (
    <>
      <Card
        title={result.preview ? t('catalog-import.planned') : t('catalog-import.done')}
        lead={t('catalog-import.read-as', { format: result.format, failed: result.failed })}
        actions={
          !result.preview && (
            <Button
              size="compact-sm"
              variant="default"
              renderRoot={(props) => <Link to="/catalog" {...props} />}
            >
              {t('catalog.title')}
            </Button>
          )
        }
      >
        <Columns
          caption={t('catalog-import.done')}
          heads={[
            t('catalog-import.type'),
            t('catalog-change.added'),
            t('catalog-change.changed'),
            t('catalog-change.removed'),
            t('catalog-change.unchanged'),
          ]}
        >
          {nouns.map((noun) => (
            <tr key={noun} className="figures">
              <td className="short">{t(`catalog-import.${noun}`)}</td>
              <td>{number(result[noun].added)}</td>
              <td>{number(result[noun].changed)}</td>
              <td>{number(result[noun].removed)}</td>
              <td>{number(result[noun].unchanged)}</td>
            </tr>
          ))}
        </Columns>
      </Card>
      {result.withoutEffect.length > 0 && (
        <Card
          title={t('catalog-import.without-effect')}
          lead={t('catalog-import.without-effect.text')}
        >
          <ul>
            {result.withoutEffect.map(({ brand, claim }) => (
              <li key={brand}>
                <span className="stranger">{brand}</span> ·{' '}
                {claim === 'pending' || claim === 'contested' ? (
                  <Link to="/catalog/claims">{t('catalog-import.claim-undecided')}</Link>
                ) : (
                  <Link to="/catalog/claims/new" search={{ brand }}>
                    {t('catalog-import.claim')}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Faults title={t('faults.title')} faults={result.faults} fileName={fileName} />
      <Faults title={t('faults.warnings')} faults={result.warnings} fileName={fileName} />
    </>
  )
}
