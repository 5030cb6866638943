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

	test('says of Sprout’s texts, in Play and in a Spanish lesson, that they are English', async ({
		page
	}) => {
		await page.goto('./');
		await expect(page.locator('html')).toHaveAttribute('lang', 'es');
		await expect(page.getByLabel('Prompt', { exact: true })).toHaveAttribute('lang', 'en');
		await page.getByRole('button', { name: 'Escribir', exact: true }).click();
		const output = page.getByRole('listbox', { name: 'Salida', exact: true });
		await expect(output.locator('[lang=en]').getByRole('option').first()).toBeVisible();

		await output.getByRole('option').first().click();
		const alternatives = page.getByRole('list', { name: 'Alternativas' });
		await expect(alternatives.locator('[lang=en]').first()).toBeVisible();
		await expect(alternatives.getByText('todo lo demás')).not.toHaveAttribute('lang');

		await page.goto('./#/lessons/first-look.es/1');
		const prompt = page.getByText('Mia has a', { exact: true });
		await expect(prompt).toHaveAttribute('lang', 'en');
		await expect(page.locator('fieldset').getByText('red', { exact: true })).toHaveAttribute(
			'lang',
			'en'
		);
		await expect(page.getByRole('heading', { level: 2 }).first()).toHaveAttribute('lang', 'es');
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

test.describe('a browser in German', () => {
	test.use({ locale: 'de-CH' });

	test('opens in German, writes, and finds the lessons in German', async ({ page }) => {
		await page.goto('./');
		await expect(page.locator('html')).toHaveAttribute('lang', 'de');
		await page.getByRole('button', { name: 'Schreiben', exact: true }).click();
		const output = page.getByRole('listbox', { name: 'Ausgabe', exact: true });
		await expect(output.locator('[lang=en]').getByRole('option').first()).toBeVisible();

		await page.goto('./#/lessons');
		await expect(
			page.getByRole('link', { name: /Welches Wort kommt als Nächstes\?/ })
		).toBeVisible();
	});
});
