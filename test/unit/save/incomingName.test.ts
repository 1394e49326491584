import assert from 'node:assert/strict';
import { nameByPlace, stemOfIncoming } from '../../../src/core/save/incomingName';

describe('the name of an image that comes from outside', () => {
  it('is its own when it says something', () => {
    const own: Record<string, string> = {
      'login.png': 'login',
      'Hero-Banner@2x.PNG': 'Hero-Banner@2x',
      'Login Form.png': 'login-form',
      'Our team (2).jpg': 'our-team',
      'ログイン画面.png': 'ログイン画面',
      'Straße & Café.webp': 'strasse-cafe',
      'screenshot-login.png': 'screenshot-login',
      'image-of-a-fox.png': 'image-of-a-fox',
      'photography.png': 'photography',
      'deadbeef.png': 'deadbeef',
      '../../etc/pass wd.png': 'pass-wd',
      'con.png': 'con-image',
      '.hidden.png': 'hidden',
    };
    for (const [name, stem] of Object.entries(own)) assert.equal(stemOfIncoming(name), stem, name);
  });

  it('is none when it says only how the picture came to be', () => {
    for (const name of [
      'image.png',
      'image (3).png',
      'Image 2.png',
      'img_0001.jpg',
      'IMG_20261123_101500.jpg',
      'DSC01234.JPG',
      'Screenshot 2026-11-23 at 10.15.00.png',
      'Screenshot from 2026-11-23 10-15-00.png',
      'Screenshot (12).png',
      'Screen Shot 2026-11-23 at 10.15.00 AM.png',
      'Screenshot_20261123-101500_Chrome.png',
      'Bildschirmfoto 2026-11-23 um 10.15.00.png',
      'Capture d’écran 2026-11-23 à 10.15.00.png',
      'スクリーンショット 2026-11-23 10.15.00.png',
      '截屏2026-11-23 10.15.00.png',
      'clipboard.png',
      'Pasted image 20261123101500.png',
      'unnamed.jpg',
      'download (1).png',
      'WhatsApp Image 2026-11-23 at 10.15.00.jpeg',
      '20261123_101500.jpg',
      '550e8400-e29b-41d4-a716-446655440000.png',
      '3f2a9c0d1b7e4f60.png',
      '',
      '.png',
    ]) {
      assert.equal(stemOfIncoming(name), undefined, name);
    }
  });

  it('is that of the heading, else of the document', () => {
    assert.deepEqual(nameByPlace('Sign in', '/w/docs/login.md'), { stem: 'sign-in', alt: 'Sign in' });
    assert.deepEqual(nameByPlace('登录', '/w/a.md'), { stem: '登录', alt: '登录' });
    assert.deepEqual(nameByPlace(undefined, '/w/src/LoginForm.tsx'), {
      stem: 'login-form',
      alt: 'Login Form',
    });
    assert.equal(nameByPlace(undefined, '/w/docs/login/index.mdx').stem, 'login');
    assert.equal(nameByPlace('🎉', '/w/routes/about/+page.svelte').stem, 'about');
    assert.equal(nameByPlace(undefined, undefined).stem, 'image');
  });
});
