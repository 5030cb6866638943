/** The interface in another language. */
import { expect } from '@playwright/test';
import { openApp, outputTokens } from './app.ts';
import { test } from './test.ts';

test('Spanish: chosen in the settings, kept, and everything works in it', async ({ page }) => {
	await openApp(page);
	await page.getByRole('link', { name: 'Settings' }).click();
	await page.getByRole('radio', { name: 'español' }).click();
	await expect(page.getByRole('heading', { name: 'Ajustes' })).toBeVisible();
	await expect(page.locator('html')).toHaveAttribute('lang', 'es');
	await page.getByRole('link', { name: 'Probar' }).click();
	await page.getByRole('radio', { name: 'Chat' }).click();
	await page.getByRole('radio', { name: 'Completar' }).click();
	await page.getByLabel('Semilla', { exact: true }).fill('7');
	await page.getByRole('button', { name: 'Escribir', exact: true }).click();
	await page.getByRole('link', { name: 'Abrir esta ejecución' }).click();
	await page.getByRole('button', { name: 'Verificar', exact: true }).click();
	await expect(page.getByRole('status', { name: 'Veredicto' })).toContainText(
		/Idéntica bit a bit|Mismos tokens/
	);
	await page.reload();
	await expect(page.getByRole('link', { name: 'Probar' })).toBeVisible();
	await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
});

test.describe('a browser in Spanish', () => {
	test.use({ locale: 'es-MX' });

	test('opens in Spanish by itself, and says errors in it', async ({ page }) => {
		await page.goto('./#run=1.kaputt');
		await expect(page.getByText('Este enlace está dañado.')).toBeVisible();
	});
});

test.describe('a browser in a language that there is not', () => {
	test.use({ locale: 'fi' });

	test('opens in English', async ({ page }) => {
		await openApp(page);
		await page.getByRole('button', { name: 'Write', exact: true }).click();
		await expect(outputTokens(page).first()).toBeVisible();
	});
});
