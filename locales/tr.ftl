# Turkish. The same messages as in en.ftl, with the same arguments.

## Times

moment = { $day }, { $time }
time-now = az önce
time-minutes-ago = { $count } dk önce
time-in-minutes = { $count } dk sonra
time-hours-ago = { $count } sa önce
time-in-hours = { $count } sa sonra
time-days-ago = { $count } gün önce
time-in-days = { $count } gün sonra
duration-minutes = { $count } dk
duration-hours = { $count } sa
duration-days = { $count } gün

rate-per-thousand = { $price } / 1000 adet

## The frame of all pages

maintenance = Bakım nedeniyle şu anda sipariş verilemiyor. Daha önce verilen siparişler devam ediyor.
skip-to-content = İçeriğe geç
nav-main = Ana menü
nav-new-order = Yeni sipariş
nav-orders = Siparişler
nav-services = Servisler
nav-statement = Ekstre
nav-add-funds = Bakiye yükle
nav-affiliate = Ortaklık
nav-api = API
nav-account = Hesap
nav-updates = Güncellemeler
nav-staff-side = Yönetim
nav-terms = Kullanım koşulları
nav-waiting = bekleyen
sign-out = Çıkış yap
balance = Bakiye
your-menu = Menünüz
search-placeholder = Sipariş numarası veya link
search-label = Siparişlerde ara
theme = Tema
theme-auto = Otomatik
theme-light = Açık
theme-dark = Koyu
theme-and-language = Tema ve dil
language = Dil
close = Kapat
keys-title = Klavye kısayolları
keys-palette = Sayfaya, siparişe veya servise git
keys-search = Ara
keys-new-order = Yeni sipariş
keys-orders = Siparişlere git
keys-services = Servislere git
keys-updates = Güncellemelere git
keys-statement = Ekstreye git
keys-add-funds = Bakiye yüklemeye git
keys-api = API sayfasına git
keys-affiliate = Ortaklığa git
keys-account = Hesaba git
keys-rows = Sonraki, önceki satır
keys-select = Satırı seç
keys-open = Satırı aç
keys-pages = Sonraki, önceki sayfa veya sipariş
keys-back = Kapat, bir adım geri
keys-this = Bu liste
keys-on = Bu tarayıcıda tek tuşlu kısayolları kullan
palette-label = Git

## Parts that several pages have

delivered = Teslim edilen
pages = Sayfalar
newer = Daha yeni
older = Daha eski
previous = Önceki
next = Sonraki
last-tries = Son denemeler
compact-rows = Kompakt satırlar
copy-ids = ID’leri kopyala
clear = Temizle
remove-filter = { $filter } filtresini kaldır
optional = isteğe bağlı
please-check = Lütfen bunu kontrol edin

## Parameters of orders, in the form of a new order and on the page of an order

parameter-keywords = Anahtar kelimeler
parameter-comments = Yorumlar
parameter-usernames = Kullanıcı adları
parameter-username = Kullanıcı adı
parameter-username-hint = @ olmadan
parameter-hashtags = Etiketler
parameter-hashtag = Etiket
parameter-hashtag-hint = # olmadan
parameter-media = Gönderi
parameter-media-hint = Beğenenlerinden bahsedilecek gönderi
parameter-answer = Yanıt
parameter-answer-hint = Yanıtın numarası
parameter-groups = Gruplar
parameter-min = Gönderi başına en az
parameter-max = Gönderi başına en çok
parameter-max-hint = İkisi arasında rastgele bir miktar
parameter-delay = Gecikme
parameter-delay-hint = Gönderiden kaç dakika sonra, 0–600
parameter-posts = Yeni gönderiler
parameter-posts-hint = Kaç tane; sınırsız için boş bırakın
parameter-old-posts = Mevcut gönderiler
parameter-old-posts-hint = En yenilerden kaçına da gönderim yapılacağı
parameter-expiry = Bitiş tarihi
parameter-expiry-hint = gün/ay/yıl; süresiz için boş bırakın
parameter-country = Ülke
parameter-country-hint = Ülke kodu veya WW
parameter-device = Cihaz
parameter-device-desktop = Masaüstü
parameter-device-android = Mobil (Android)
parameter-device-ios = Mobil (iOS)
parameter-device-mobile = Karışık (mobil)
parameter-device-mixed = Karışık (mobil ve masaüstü)
parameter-traffic = Trafik kaynağı
parameter-traffic-search = Aramadan
parameter-traffic-page = Başka bir sayfadan
parameter-traffic-direct = Doğrudan
parameter-search-words = Arama kelimeleri
parameter-search-words-hint = Aramadan gelen trafik için
parameter-referring-page = Yönlendiren sayfa
parameter-referring-page-hint = Başka bir sayfadan gelen trafik için
parameter-lines-hint = Her satıra bir tane

## States of an order, as badges beside it

order-state-scheduled = Planlandı
order-state-pending = Beklemede
order-state-processing = İşleniyor
order-state-active = Aktif
order-state-in-progress = Devam ediyor
order-state-completed = Tamamlandı
order-state-partial = Kısmi
order-state-canceled = İptal edildi
order-state-paused = Duraklatıldı
order-state-expired = Süresi doldu

order-waiting-starts = { $when } başlıyor
order-waiting-portion = sıradaki parça { $when }
order-waiting-credit = sıradaki gönderi için bakiye gerekiyor
order-waiting-operator = yönetici kontrol ediyor

order-progress = { $done } / { $total }
order-progress-posts-of = { $posts } / { $most } gönderi
order-progress-posts =
    { $posts ->
        [one] { $posts } gönderi
       *[other] { $posts } gönderi
    }

## The lists of orders

orders-title = Siparişler
orders-lists = Sipariş listeleri
orders-tab-orders = Siparişler
orders-tab-drip-feeds = Drip-feed
orders-tab-subscriptions = Abonelikler
orders-tab-refills = Telafiler
orders-new-order = Yeni sipariş
orders-csv = CSV
orders-failed-title = Liste yüklenemedi
orders-away = Veritabanı yanıt vermedi. Siparişleriniz güvende ve devam ediyor.
orders-try-again = Yeniden dene
orders-clear-filters = Filtreleri temizle

orders-head-order = Sipariş
orders-head-link = Servis ve link
orders-head-account = Servis ve hesap
orders-head-state = Durum
orders-head-charge = Ücret, { $currency }
orders-head-actions = İşlemler
orders-head-happens = Ne olacak
orders-head-made = Yapılan
orders-head-next = Sıradaki
orders-head-posts = Gönderiler
orders-head-until = Bitiş
orders-head-asked = İstek
orders-head-answered = Yanıt
orders-head-refill = Telafi

orders-all = Tümü
orders-chip-pending = Beklemede
orders-chip-processing = İşleniyor
orders-chip-in-progress = Devam ediyor
orders-chip-paused = Duraklatıldı
orders-chip-completed = Tamamlandı
orders-chip-partial = Kısmi
orders-chip-canceled = İptal edildi
orders-chip-active = Aktif
orders-chip-ended = Sona erdi

orders-search-and-filter = Ara ve filtrele
orders-filter-search = Numara, link veya servis
orders-filter-service-hint = Numara veya kelime
orders-filter-kind = Tür
orders-filter-from = Başlangıç
orders-filter-to = Bitiş
orders-filter-show = Göster
orders-kind-any = Tüm türler
orders-kind-single = Tekli siparişler
orders-kind-mass = Toplu siparişler
orders-kind-api = API ile
orders-kind-drip-feed = Drip-feed
orders-kind-paced = Hız ayarlı
orders-kind-subscription = Abonelikler
orders-filter-no-day = “{ $text }” bir tarih değil. 2026-11-30 biçiminde yazın.
orders-filter-days-reversed = Başlangıç tarihi bitiş tarihinden sonra; bu yüzden gösterilecek sipariş yok.

orders-showing = Gösterilen
orders-showing-one-state = <span class="soft">Gösterilen</span><span>tek durum</span>
orders-clear-all = Tümünü temizle
orders-active-search = “{ $text }”
orders-active-service-id = Servis ID { $service }
orders-active-service-words = Servis “{ $text }”
orders-active-from = Başlangıç: { $day }
orders-active-from-wrong = Başlangıç: “{ $text }” bir tarih değil
orders-active-to = Bitiş: { $day }
orders-active-to-wrong = Bitiş: “{ $text }” bir tarih değil
orders-active-parent = Ana sipariş: { $order }

orders-views = Görünümleriniz
orders-view-keep = Görünüm olarak kaydet
orders-view-keep-yes = Kaydet
orders-view-name = Görünümün adı
orders-view-name-hint = Listenin üstünde görünür. Aynı adı yeniden kullanırsanız eskisinin yerine geçer.
orders-view-remove = { $name } görünümünü kaldır
orders-view-kept = Görünüm kaydedildi. Listenin üstünde bulabilirsiniz.
orders-view-removed = “{ $name }” görünümü kaldırıldı.
orders-view-name-wrong = Ad 1 ile { $count } karakter arasında olmalıdır.
orders-view-nothing = Önce bir filtre seçin. Görünüm, listenin filtrelerini saklar.
orders-view-too-long = Bu filtreler kaydedilemeyecek kadar uzun. Aramayı kısaltın.
orders-view-too-many = { $count } görünümünüz var, daha fazlası eklenemez. Önce birini kaldırın.

orders-none-title = Henüz sipariş yok
orders-none = Servis seçin, linki yapıştırın, miktarı yazın. Sipariş burada görünür ve kendiliğinden güncellenir.
orders-none-action = İlk siparişi ver
orders-no-match-title = Eşleşen sipariş yok
orders-no-match = Başka bir numara veya link deneyin ya da tüm durumlara bakın.
orders-no-new-match-title = En yeni siparişlerde eşleşme yok
orders-no-new-match = Henüz bakılmamış daha eski siparişler var. “Daha eski” ile devam edin ya da tarih veya servisle daraltın.

orders-actions-for = { $order } numaralı sipariş için işlemler
orders-open = Aç
orders-cancel-ask = İptal et…
orders-refill-ask = Telafi iste…
orders-again-ask = Yeniden sipariş ver…
orders-cancel-one-yes = Evet, { $order } numaralı siparişi iptal et

## Many orders at once

orders-tick-all = Bu sayfadaki tüm siparişleri seç
orders-ticked = Seçilen siparişler
orders-ticked-count = Seçilen: <b class="num" data-tick-count>0</b>
orders-bulk-none-ticked = Önce siparişleri seçin.
orders-bulk-too-many = Tek seferde en çok { $most } sipariş; siz { $count } sipariş seçtiniz.
orders-bulk-back = Geri
orders-bulk-back-to-list = Listeye dön
orders-cancel-title = Bu siparişler iptal edilsin mi?
orders-cancel-none = Bu siparişlerin hiçbiri şu anda iptal edilemez.
orders-cancel-intro = { $amount } hemen bakiyenize döner.
orders-cancel-intro-asks = { $amount } hemen bakiyenize döner. Sağlayıcının durdurduğu kısmın ücreti, sağlayıcı yanıt verince geri döner.
orders-cancel-yes =
    { $count ->
        [one] { $count } siparişi iptal et
       *[other] { $count } siparişi iptal et
    }
orders-refill-title = Bu siparişler için telafi istensin mi?
orders-refill-none = Bu siparişlerin hiçbiri şu anda telafi edilemez.
orders-refill-intro = Telafi ücretsizdir.
orders-refill-yes =
    { $count ->
        [one] { $count } telafi iste
       *[other] { $count } telafi iste
    }
orders-refill-foreseen = Düşen miktar yeniden gönderilir.
orders-done-title =
    { $count ->
        [one] { $count } sipariş için işlem yapıldı
       *[other] { $count } sipariş için işlem yapıldı
    }
orders-done-all = Her siparişin yanında ne olduğu yazıyor.
orders-done-left =
    { $count ->
        [one] { $count } sipariş olduğu gibi bırakıldı. Nedeni yanında yazıyor.
       *[other] { $count } sipariş olduğu gibi bırakıldı. Nedenleri yanlarında yazıyor.
    }

## Drip-feeds, subscriptions and refills

orders-drip-feeds-title = Drip-feed
orders-drip-feeds-teach = Drip-feed bir siparişi belirli aralıklarla tekrarlar; hız ayarlı sipariş ise parça parça gönderilir. Buna izin veren servislerin sipariş formunda ilgili alanlar bulunur.
orders-subscriptions-title = Abonelikler
orders-subscriptions-teach = Abonelik bir hesabı izler ve her yeni gönderi için sipariş verir. Bu türdeki servisler, sipariş formunda hesabın adını sorar.
orders-family-no-match-title = Eşleşen yok
orders-family-no-match = Bu durumda olan yok.
orders-family-none-title = Henüz yok
orders-made-runs = { $made } / { $total } tekrar
orders-made-portions = { $made } / { $total } parça
orders-no-end = süresiz

orders-refills-title = Telafiler
orders-refills-no-match-title = Eşleşen telafi yok
orders-refills-no-match = Bu durumda telafi yok.
orders-refills-none-title = Henüz telafi yok
orders-refills-none = Teslim edilenlerde düşüş olursa siparişin sayfasından telafi isteyin. Ücretsizdir.
orders-refills-none-action = Tamamlanan siparişlere bak
orders-refills-open = Açık
orders-refills-done = Telafi edildi
orders-refills-refused = Telafi edilmedi
orders-refill-pending = İstendi
orders-refill-under-way = Sürüyor
orders-refill-completed = Telafi edildi
orders-refill-rejected = Reddedildi
orders-refill-failed = Başarısız

## The page of an order

order-number = Sipariş { $order }
order-copy-number = Sipariş numarasını kopyala
order-copy-link = Linki kopyala
order-updates = Kendiliğinden güncellenir
order-start-count = Başlangıç sayısı
order-remains = Kalan
order-timeline = Zaman çizelgesi
order-money = Tutarlar
order-charge = Ücret
order-refunded = İade edilen
order-net = Net
order-in-statement = Ekstrede gör

order-terms = Sipariş bilgileri
order-service = Servis
order-service-id = ID { $service }
order-link = Link
order-made-as = Kaynağı
order-made-as-run = <a href="/orders/{ $order }">{ $order } numaralı siparişin</a> bir tekrarı
order-made-as-portion = <a href="/orders/{ $order }">{ $order } numaralı siparişin</a> bir parçası
order-made-as-post = <a href="/orders/{ $order }">{ $order } numaralı siparişin</a> bir gönderisi
order-runs = Tekrarlar
order-portions = Parçalar
order-posts = Gönderiler
order-all-children = Tümü
order-runs-value = { $runs } tekrar, her biri { $each }
order-minutes-between = Aradaki dakika
order-start = Başlangıç
order-start-to-come = { $wait }, { $when } başlıyor
order-start-past = { $wait }, { $when } başladı
order-minutes-later = { $count } dk gecikmeyle
order-hours-later = { $count } sa gecikmeyle
order-days-later = { $count } gün gecikmeyle
order-pace = Hız
order-pace-value = dakikada { $speed }
order-portions-value = { $portions } parça, her biri { $each } veya daha fazla
order-position = Sıra
order-position-value = { $position } veya daha iyi
order-given-up = Vazgeçme süresi
order-given-up-value = { $hours } sa
order-rate = Fiyat
order-placed = Sipariş zamanı
order-placed-page = { $when }, sayfadan
order-placed-api = { $when }, API ile
order-placed-subscription = { $when }, aboneliği tarafından

order-actions = Yapabilecekleriniz
order-resume = Devam ettir
order-resumed = Abonelik devam ediyor.
order-not-resumed = Yalnızca duraklatılmış abonelik devam ettirilebilir; bu abonelik duraklatılmış değil.
order-again = Yeniden sipariş ver
order-not-found = Böyle bir siparişiniz yok.

order-cancel = İptal et
order-cancel-yes = Siparişi iptal et
order-cancel-ends-subscription = Abonelik şimdi sona erer: yeni gönderiler için sipariş verilmez. Şimdiye kadarki gönderilerin siparişleri devam eder.
order-cancel-ends = Sipariş şimdi sona erer ve { $amount } geri döner.
order-cancel-stops-runs = Henüz yapılmamış { $runs } tekrar iptal edilir ve { $amount } geri döner. Süren tekrarlar devam eder; onları tek tek iptal edin.
order-cancel-stops-portions = Henüz gönderilmeyen kısım iptal edilir ve { $amount } geri döner. Geri kalanı durdurması sağlayıcıdan istenir.
order-cancel-asks = Sağlayıcıdan durdurması istenir. Teslim edilmeyen kısmın ücreti, sağlayıcı yanıt verince geri döner; teslim edilen kısmın ücreti iade edilmez.
order-canceled-subscription = Abonelik sona erdi: yeni gönderiler için sipariş verilmez.
order-canceled = Sipariş iptal edildi; teslim edilmeyen kısmın ücreti bakiyenize döndü.
order-canceled-portions = Henüz gönderilmeyen kısım iptal ve iade edildi. Geri kalanı durdurması sağlayıcıdan istendi.
order-canceled-runs = Henüz yapılmamış tekrarlar iptal ve iade edildi. Süren tekrarlar devam ediyor.
order-cancel-asked = Sağlayıcıdan durdurması istendi. Yanıt gelene kadar sipariş devam eder.
order-no-cancel = Bu servisin siparişleri iptal edilemez.
order-no-cancel-ended = İptal edilemez: sipariş sona erdi.
order-no-cancel-runs-made = İptal edilemez: tüm tekrarlar yapıldı. Tekrarları tek tek iptal edin.
order-no-cancel-asked = İptal zaten istendi; sağlayıcı henüz yanıt vermedi.

order-refill = Telafi
order-refill-question = Düşen miktarın yeniden gönderilmesi istensin mi? Ücretsizdir.
order-refill-yes = Telafi iste
order-refill-asked = Telafi istendi. Ücretsizdir.
order-no-refill-parent = Telafi, alt siparişlerin her biri için ayrı istenir.
order-no-refill = Bu serviste telafi yok.
order-no-refill-over = Bu servisin telafi süresi doldu.
order-no-refill-not-completed = Yalnızca tamamlanmış siparişler telafi edilebilir.
order-no-refill-not-yet = Sipariş tamamlanınca telafi istenebilir.
order-no-refill-too-early = Telafi şu tarihten itibaren istenebilir: { $when }.
order-no-refill-open = Zaten süren bir telafi var.

## The timeline of an order

order-event-by-you = siz yaptınız
order-event-by-operator = yönetici yaptı
order-event-placed = Sipariş verildi
order-event-charged = Bakiyeden { $amount } düşüldü
order-event-scheduled = Planlandı
order-event-queued = Gönderilmeyi bekliyor
order-event-submitting = Sağlayıcıya gönderiliyor
order-event-active = Aktif
order-event-accepted = Sağlayıcı kabul etti
order-event-checking = Yönetici kontrol ediyor
order-event-unknown-text = Sağlayıcının siparişi alıp almadığı belli değil.
order-event-completed = Tamamlandı
order-event-partial = Kısmen tamamlandı
order-event-partial-text = { $left } teslim edilmedi
order-event-partial-back = { $left } teslim edilmedi; { $amount } bakiyeye döndü
order-event-came-back = { $amount } bakiyeye döndü
order-event-canceled = İptal edildi
order-event-paused = Duraklatıldı
order-event-paused-text = Bakiye sıradaki gönderiye yetmedi. Bakiye yükleyip devam ettirin.
order-event-expired = Son gün geçti
order-event-run = Bir tekrar yapıldı
order-event-portion = Bir parça gönderildi
order-event-post = Yeni bir gönderi için sipariş verildi
order-event-rank = Sıra: { $position }
order-event-gave-up = İstenen sıraya zamanında ulaşılamadı
order-event-gave-up-text = Henüz teslim edilmeyen kısım durduruldu ve iade ediliyor.
order-event-runs-canceled = Henüz yapılmamış { $runs } tekrar iptal edildi
order-event-portions-canceled = Henüz gönderilmeyen kısım iptal edildi
order-event-cancel-asked = İptal istendi
order-event-cancel-accepted = Sağlayıcı durduruyor
order-event-cancel-refused = Sağlayıcı iptal etmedi; sipariş devam ediyor
order-event-cancel-unanswered = İptale henüz yanıt gelmedi; yeniden soruldu
order-event-refill-asked = Telafi istendi
order-event-refill-waits = Telafi henüz istenemedi; yeniden denendi
order-event-refill-accepted = Telafi sürüyor
order-event-refill-rejected = Sağlayıcı telafi etmedi
order-event-refill-completed = Telafi edildi
order-event-progress = Sürüyor
order-event-progress-text = { $left } teslim edilecek
order-event-refunded = İade edildi
order-event-refunded-text = toplam { $amount }
order-event-edited = Düzeltildi
order-event-edited-start = başlangıç sayısı { $count }
order-event-edited-link = link { $link }
order-event-edited-list = { $first }, { $next }
order-event-tried = { $count } kez denendi, sonuncusu { $when }
order-event-not-taken = Alınmadı
order-event-not-taken-yet = Sağlayıcı siparişi henüz almadı. Panel kendiliğinden yeniden gönderir.
order-event-not-taken-at-all = Sağlayıcı siparişi almadı.

## The chart of an order

chart-now = şu an <strong>{ $value }</strong>
chart-table = Tablo olarak
chart-when = Zaman
chart-portion = Parça
chart-delivered = Teslim edilen
chart-pace = Hız
chart-pace-summary = { $made } / { $portions } parça gönderildi: { $sent } / { $units } adet.
chart-pace-now = { $sent } / { $units } gönderildi
chart-pace-wanted = { $portions } parça, her biri { $each } veya daha fazla
chart-pace-note = Düz çizgi gönderileni, kesikli çizgi planlananı gösterir.
chart-position = Sıra
chart-position-summary = İlk sıra: { $first }, son sıra: { $last }.
chart-position-summary-wanted = İlk sıra: { $first }, son sıra: { $last }; hedef: { $wanted }.
chart-position-wanted = hedef { $wanted }
chart-position-note = En iyi sıra 1’dir.
chart-position-note-wanted = Kesikli çizgi hedeflenen sıradır.

## New order: the page

new-title = Yeni sipariş
new-tabs = Sipariş türü
new-tab-one = Tek sipariş
new-tab-mass = Toplu sipariş
new-no-services-title = Henüz servis yok
new-no-services-text = Yönetici henüz bir servis açmadı. Açtığında buradan sipariş verebilirsiniz.
new-no-services-see-orders = Siparişlerinize bakın
new-blank = Bir servis seçin; alanları ve fiyatı burada görünür.
new-last-orders = Son siparişler
new-all-orders = Tüm siparişler

## New order: the facts about the service

new-about-service = Bu servis hakkında
new-service-id = ID { $id }
new-rate = Fiyat
new-average-time = Ortalama süre
new-refill = Telafi
new-cancel = İptal
new-yes = Var
new-no = Yok
new-refill-days =
    { $count ->
        [one] { $count } gün
       *[other] { $count } gün
    }
new-one-package = tek paket
new-range = { $min }–{ $max }
new-about-a-minute = yaklaşık 1 dk
new-about-minutes = yaklaşık { $count } dk
new-about-hours = yaklaşık { $count } sa
new-about-days = yaklaşık { $count } gün

## The types of services. Resellers know them by their English names: translate those that are
## common words in your language's trade.

new-kind-default = Varsayılan
new-kind-package = Paket
new-kind-seo = SEO
new-kind-custom-comments = Özel Yorum
new-kind-custom-comments-package = Özel Yorum Paketi
new-kind-mentions = Bahsetme
new-kind-mentions-with-hashtags = Etiketli Bahsetme
new-kind-mentions-custom-list = Özel Listeden Bahsetme
new-kind-mentions-hashtag = Etiketten Bahsetme
new-kind-mentions-user-followers = Takipçilerden Bahsetme
new-kind-mentions-media-likers = Beğenenlerden Bahsetme
new-kind-comment-likes = Yorum Beğenisi
new-kind-comment-replies = Yorum Yanıtı
new-kind-poll = Anket
new-kind-invites-from-groups = Gruplardan Davet
new-kind-subscriptions = Abonelik
new-kind-web-traffic = Web Trafiği

## New order: the fields of the form

new-hint = { $text }.
new-link = Link
new-link-hint = Siparişin verileceği sayfa veya profil adı.
new-quantity = Miktar
new-range-hint = { $min } ile { $max } arası.
new-most-hint = { $min } ile { $max } arası. İkisi arasında rastgele bir miktar seçilir.
new-lines-hint = Her satıra bir tane, { $min } ile { $max } satır arası.
new-last-day-hint = Gönderilere gönderim yapılacak son gün; süresiz için boş bırakın.
new-drip = Drip-feed: bu siparişi tekrarla
new-runs = Tekrar sayısı
new-runs-hint = Kaç kez, 1 ile { $max } arası.
new-interval = Aradaki dakika
new-interval-hint = 1 ile { $max } (bir hafta) arası.
new-delivery = Zaman ve hız
new-after = Başlamadan önceki dakika
new-after-hint = 0 ile { $max } (30 gün) arası; boşsa hemen başlar.
new-position = Sıra
new-position-hint = 1 ile { $max } arası; miktar en az { $least }, hız dakikada 1. Sıraya ulaşılınca kalanı iade edilir.
new-hours = Vazgeçme süresi, saat
new-hours-hint = 1 ile { $max } arası; boşsa { $hours }.
new-speed = Hız (dakikada)
new-speed-hint = 0.5 veya 20 gibi: sipariş parça parça gönderilir. Boşsa olabildiğince hızlı.
new-place = Sipariş ver
new-check = Önce ücreti hesapla

## New order: the charge

new-charge = Ücret
new-balance-after = Sonraki bakiye
new-balance-short = Bakiye bu siparişe yetmiyor.
new-add-funds = Bu sipariş için bakiye yükle
new-how = { $count } × { $price } / 1000
new-how-runs =
    { $runs ->
        [one] { $runs } tekrar: { $count } × { $price } / 1000
       *[other] { $runs } tekrar: { $count } × { $price } / 1000
    }
new-how-post = şimdilik; her gönderi için { $most }
new-how-posts = şimdilik; her gönderi için en az { $least }, en çok { $most }
new-fill-in-for-charge = Ücreti görmek için “{ $field }” alanını doldurun.
new-charge-to-come = Ücret, alanlar doldurulunca görünür.

## New order: what is wrong with it

new-choose-service = Bir servis seçin.
new-service-gone = Bu servis artık satışta değil. Başka bir servis seçin.
new-service-gone-meanwhile = Bu servis artık satışta değil. Başka bir servis seçin; ücret alınmadı.
new-link-missing = Linki girin.
new-link-refused = Bu hedef için burada sipariş alınmıyor.
new-link-unreadable = Bu, herkese açık bir sayfanın adresi ya da bir ad değil.
new-quantity-missing = Miktarı girin.
new-quantity-not-whole = Miktar, 1000 gibi bir tam sayı olmalıdır.
new-too-few = Bu servis için en az { $min }.
new-too-many = Bu servis için en çok { $max }.
new-too-few-lines =
    { $count ->
        [one] Bu servis için en az { $min }; şu anda { $count } satır var.
       *[other] Bu servis için en az { $min }; şu anda { $count } satır var.
    }
new-too-many-lines =
    { $count ->
        [one] Bu servis için en çok { $max }; şu anda { $count } satır var.
       *[other] Bu servis için en çok { $max }; şu anda { $count } satır var.
    }
new-between = { $min } ile { $max } arasında bir tam sayı.
new-fill-in = “{ $field }” alanını doldurun.
new-position-missing = Sırayı girin.
new-position-or-runs = Sıra hedefli siparişlerde drip-feed kullanılamaz.
new-speed-or-runs = Hız veya tekrar seçin, ikisi birlikte olmaz: drip-feed kendi hızında ilerler.
new-speed-unreadable = 0.5 veya 20 gibi 0’dan büyük bir sayı; noktadan sonra en çok üç basamak.
new-choose-one = Listeden birini seçin.
new-too-long = Bu çok uzun.
new-day-unreadable = 31/12/2026 gibi, henüz geçmemiş bir gün.
new-most-below-least = Gönderi başına en düşük miktardan az olamaz.
new-one-line = Lütfen tek satır girin.
new-unreadable = Bu okunamıyor: bir ad veya tek satırlık metin girin.
new-not-drip-fed = Bu serviste drip-feed yok.
new-dearer = Ücret şu anda { $amount }; bu, formda gösterilenden fazla. Sipariş verilmedi, ücret alınmadı. Kabul ediyorsanız formu yeniden gönderin.
new-funds = { $amount } tutarındaki bakiyeniz bu siparişe yetmiyor. Ücret alınmadı.
new-duplicate = Bu servis ve bu link için henüz bitmemiş bir sipariş var. Bitmesini bekleyin.
new-form-used = Siz değiştirmeden önce bu formla bir sipariş verilmişti; onu Siparişler sayfasında bulabilirsiniz. Şimdi sipariş verilmedi, ücret alınmadı. Bir sipariş daha vermek için formu yeniden gönderin.
new-unverified = Sipariş vermeden önce e-posta adresinizi doğrulayın: hesap sayfanız size bir bağlantı gönderir. Ücret alınmadı.
new-confirm-first = Her şeye bakabilirsiniz. Sipariş vermek için önce e-posta adresinizi <a href="/account#address">hesap sayfanızda</a> doğrulayın.
new-busy = Şu anda yoğunluk var. Ücret alınmadı; formu birazdan yeniden gönderin.
new-maintenance = Bakım nedeniyle şu anda sipariş alınmıyor. Ücret alınmadı; daha sonra yeniden deneyin.
new-outcome-unknown = Veritabanı bağlantısı bir an kesildi; siparişin verilip verilmediği bilinmiyor. Formu olduğu gibi yeniden gönderin: sipariş en fazla bir kez verilir, ücreti en fazla bir kez alınır.
new-look-over = Henüz sipariş verilmedi. Gözden geçirip bir kez daha gönderin.
new-unseen = Henüz sipariş verilmedi: bu siparişin ücreti { $amount }. Kabul ediyorsanız formu yeniden gönderin.
new-same-seconds = Aynı siparişi { $count } sn önce verdiniz: sipariş { $order }. Şimdi sipariş verilmedi. Bir tane daha vermek için formu yeniden gönderin.
new-same-minutes = Aynı siparişi { $count } dk önce verdiniz: sipariş { $order }. Şimdi sipariş verilmedi. Bir tane daha vermek için formu yeniden gönderin.

## New order: what was done

new-placed = { $order } numaralı sipariş verildi; bakiyenizden { $amount } düşüldü.
new-placed-already = { $order } numaralı sipariş zaten verilmişti; ikinci kez ücret alınmadı.
new-placed-by-posts = { $order } numaralı sipariş verildi; her gönderinin ücreti, siparişi verildiğinde alınır.

## The list of services to choose from

picker-service = Servis
picker-category = Kategori
picker-all = Tümü
picker-favourites = Favoriler
picker-lately = Son kullanılanlar
picker-find = Servis bul
picker-search = Ara
picker-choose = Servis seçin
picker-show-fields = Bu servisin alanlarını göster
picker-none = Eşleşen servis yok. Daha az kelimeyle deneyin.
picker-no-favourites = Henüz favori yok. Servisin yanındaki yıldıza basarak ekleyin.
picker-more = { $count } servis daha eşleşiyor. Daraltmak için yazın.
picker-count =
    { $count ->
        [one] { $count } servis
       *[other] { $count } servis
    }
picker-count-and-more =
    { $count ->
        [one] { $count } servis; { $shown } tanesi gösteriliyor. Daraltmak için yazın.
       *[other] { $count } servis; { $shown } tanesi gösteriliyor. Daraltmak için yazın.
    }
picker-id = ID { $id }
picker-rate = { $price } / 1000
picker-refill = Telafi
picker-cancel = İptal
picker-drip = Drip-feed

## Mass order: many orders at once, one a line

mass-title = Toplu sipariş
mass-left-out = Dışarıda kalanlar
mass-again-service-gone = Sipariş { $order }: servisi artık yok.
mass-again-more-fields = Sipariş { $order }: bir satıra sığmayacak kadar alanı var. Kendi sayfasından yeniden sipariş verin.
mass-lines = Siparişler, her satıra bir tane
mass-lines-hint = servis | link | miktar. Tablodan kopyalanan hücreler de olur. Yorumlu servislerde sonraki her sütun bir yorumdur.
mass-check = Satırları kontrol et
mass-no-lines = En az bir satır yazın veya yapıştırın.
mass-too-many = Tek seferde en çok { $most } satır; burada { $count } satır var.
mass-changed = Bu satırlar kontrol edildikten sonra değişti. Sipariş verilmedi. Gözden geçirip bir kez daha gönderin.
mass-some-faults = Bazı satırlarda hata var. Sipariş verilmedi. Satırları düzeltin veya yalnızca hatasız olanları sipariş verin.

## Mass order: what became of the lines

mass-good = { $good } sipariş verilebilir
mass-good-some = { $good } sipariş verilebilir, { $bad } hatalı
mass-placed = { $placed } sipariş verildi
mass-placed-some = { $placed } sipariş verildi, { $refused } verilmedi
mass-csv = CSV
mass-see-orders = Siparişlerinize bakın
mass-table = Satırlar
mass-line = Satır
mass-service-and-link = Servis ve link
mass-quantity = Miktar
mass-charge = Ücret
mass-result = Sonuç
mass-order = Sipariş { $order }
mass-line-good = Hatasız
mass-charged = Alınan ücret
mass-charge-of-good = Hatasız satırların ücreti
mass-balance = Bakiye
mass-balance-after = Sonraki bakiye
mass-correct = Siparişi verilmeyen satırlar yukarıda duruyor. Düzeltin, kontrol edin ve sipariş verin.
mass-place =
    { $count ->
        [one] { $count } sipariş ver
       *[other] { $count } sipariş ver
    }
mass-place-good =
    { $count ->
        [one] Hatasız { $count } siparişi ver
       *[other] Hatasız { $count } siparişi ver
    }

## Mass order: what is wrong with a line

mass-not-on-sale = { $service } numaralı servis satışta değil.
mass-no-service = Satır bir servis numarasıyla başlar.
mass-more-fields = { $kind } türündeki servislerin daha fazla alanı var: tek sipariş formunu kullanın.
mass-more-cells = Miktardan sonra fazladan bir şey var.
mass-balance-short = Bakiye bu satıra yetmiyor.
mass-line-no-answer = Veritabanı yanıt vermedi. Bu satırı olduğu gibi yeniden gönderin: sipariş en fazla bir kez verilir.

## The start: what a guest sees first

start-headline = Toplu sipariş verin. Her siparişi izleyin.
start-text = Tek tek, toplu olarak veya API ile sipariş verin. Her siparişin ne durumda olduğunu ve kaça mal olduğunu görün.
start-create-account = Hesap oluştur
start-sign-in = Giriş yap
start-all-services = Tüm servisler ({ $count })
start-how = Nasıl çalışır
start-order = Sipariş verin
start-order-text = Tek sipariş, bütün bir liste veya kendi yazılımınız: siz onaylamadan önce fiyat gösterilir.
start-follow = İzleyin
start-follow-text = Her siparişin ne kadar ilerlediği görünür. Teslim edilmeyen kısmın ücreti bakiyenize döner.
start-account = Hesabını tutun
start-account-text = Bakiyenizdeki her hareket ekstrede yer alır; ekstreyi indirebilirsiniz.
start-sold = Burada neler satılıyor
start-price-list = Fiyat listesinin tamamı
start-more-categories =
    { $count ->
        [one] Ve { $count } kategori daha
       *[other] Ve { $count } kategori daha
    }

guest-sign-in = Giriş yap
guest-sign-up = Kayıt ol

## Services: the price list

services-title = Servisler
services-description = { $panel } servisleri: fiyatlar, sınırlar ve ortalama süreler.
services-updates = Güncellemeler
services-csv = CSV
services-search-placeholder = Ad, numara veya kategori
services-search = Servislerde ara
services-category = Kategori
services-all-categories = Tüm kategoriler
services-category-count = { $category } ({ $count })
services-show = Göster
services-clear-filters = Filtreleri temizle
services-shown = Gösterilen
services-all = Tümü
services-favourites = Favoriler
services-count =
    { $count ->
        [one] { $count } servis
       *[other] { $count } servis
    }
services-page = { $from }–{ $to } / { $count }
services-no-favourite-title = Burada favori yok
services-no-favourite-text = Servisin yanındaki yıldıza basın, burada listelensin.
services-see-all = Tüm servislere bak
services-none-title = Eşleşen servis yok
services-none-text = Daha az kelimeyle veya başka bir kategoride deneyin.
services-empty-title = Henüz servis yok
services-empty-text = Yönetici henüz bir servis açmadı. Açtığında burada listelenir.
services-to-start = Ana sayfaya git
services-favourite = Favori
services-id = ID
services-service = Servis
services-rate = 1000 adet fiyatı, { $currency }
services-quantity = Miktar
services-average-time = Ortalama süre
services-allows = Özellikler
services-allows-refill = Telafi
services-allows-cancel = İptal
services-allows-drip-feed = Drip-feed
services-one-package = tek paket
services-order = Sipariş ver
services-order-service = { $service } numaralı servisten sipariş ver
services-star = Favori: servis { $service }
services-star-add = Favorilere ekle
services-star-remove = Favorilerden çıkar

## One service

service-order = Sipariş ver
service-description = Açıklama
service-no-description = Açıklama yok.
service-changes = Değişiklikler
service-all-updates = Tüm güncellemeler
service-change-day = Gün
service-change = Değişiklik
service-change-rate = Fiyat, { $currency }
service-id = Servis ID { $service }
service-for-package = tek paket için
service-per-thousand = 1000 adet için
service-min = En düşük miktar
service-max = En yüksek miktar
service-time = Ortalama süre
service-time-unknown = Henüz bilinmiyor
service-refill = Telafi
service-refill-days =
    { $count ->
        [one] { $count } gün boyunca
       *[other] { $count } gün boyunca
    }
service-cancel = İptal
service-drip-feed = Drip-feed
service-one-link = Aynı link için
service-one-link-text = Aynı anda tek açık sipariş
service-type = Tür
service-yes = Var
service-no = Yok

## Updates of the price list

updates-title = Güncellemeler
updates-services = Servisler
updates-kind = Değişiklik türü
updates-all = Tümü
updates-mine = Yalnızca sipariş verdiklerim
updates-none-title = Bu türde bir değişiklik yok
updates-none-text = Güncellemeler altı ay saklanır.
updates-see-all = Tüm güncellemelere bak
updates-empty-title = Henüz güncelleme yok
updates-empty-text = Yeni servisler, değişen fiyatlar ve satıştan kalkan servisler burada gün gün listelenir.
updates-see-services = Servislere bak
updates-time = Zaman, { $zone }
updates-change = Değişiklik
updates-id = ID
updates-service = Servis
updates-rate = 1000 adet fiyatı, { $currency }
updates-quantity = Miktar
updates-added = Yeni
updates-restored = Yeniden satışta
updates-removed = Satıştan kalktı
updates-price-up = Fiyat arttı
updates-price-down = Fiyat düştü
updates-limits = Sınırlar
updates-a-package = paket başına
updates-quantity-changed = <span class="soft">Miktar</span> <span class="num"><span class="soft">{ $old }</span> → { $new }</span>

## The terms: what the site may be used for

terms-title = Kullanım koşulları
terms-description = { $panel } ne için kullanılabilir?
terms-contact = Bize yazın: <b>{ $contact }</b>.
terms-since = Yürürlük tarihi: { $day }.
terms-intro = Bu koşullar { $panel } panelinin ne için kullanılabileceğini belirtir. Nasıl verilmiş olursa olsun her sipariş için geçerlidir: bu sayfalardan, toplu olarak veya API ile.
terms-does-title = Bu panel ne yapar
terms-does = Panel sipariş satar, siparişleri kaydeder, bir sağlayıcıya iletir ve hesabını tutar. Başka sitelerde hesabı yoktur, oralarda işlem yapmaz ve sayfa çekmez. Neyin nasıl teslim edileceği, servisin sağlayıcısına bağlıdır.
terms-duties-title = Sizin sorumluluklarınız
terms-duties-rules = Siparişlerinizin ilgili olduğu her platformun kurallarına uyarsınız.
terms-duties-law = Bulunduğunuz yerin ve kitlenizin bulunduğu yerin yasalarına uyarsınız. Örneğin Amerika Birleşik Devletleri’nde 16 CFR 465.8, ticari amaçla yanıltmak için sahte sosyal medya etkisi göstergelerinin satılmasını veya satın alınmasını yasaklar.
terms-duties-targets = Size ait olan veya sahibinin onay verdiği hedefler için sipariş verirsiniz.
terms-duties-resell = Yeniden satış yapıyorsanız, kendi müşterilerinizin de bu koşullara uymasını sağlarsınız.
terms-forbidden-title = Nelere izin verilmez
terms-forbidden-illegal = Yasa dışı olan veya dolandırıcılığa, alıcıların aldatılmasına ya da sahte yorumlara yardım eden her şey.
terms-forbidden-harassment = Taciz, tehdit, nefret veya bir kişiye ya da gruba toplu saldırı.
terms-forbidden-elections = Seçimler, referandumlar, siyasi kampanyalar ve kamuoyu istişareleri.
terms-forbidden-health = Tıbbi iddialar, halk sağlığı ve acil durum bilgileri.
terms-forbidden-finance = Bir fiyatı oynatabilecek veya insanları bir düzene çekebilecek finansal tanıtımlar.
terms-forbidden-minors = Reşit olmayanları cinselleştiren veya herhangi birini istismar eden içerikler ve bunlara yönlendiren her şey.
terms-forbidden-pretending = Başkası gibi davranmak veya bir hizmetin ya da ağın işleyişini bozmak.
terms-operator-title = Yönetici ne yapabilir
terms-operator = Yönetici bir siparişi reddedebilir veya iptal edebilir, bir hedefi engelleyebilir ve bu koşulları ihlal eden bir hesabı askıya alabilir. Teslim edilmeyenin ücreti bakiyeye döner. Siparişler ve para hareketleri kayıt olarak saklanır.
terms-target-title = Sayfanız hedef olduysa
terms-target = Herkes yöneticiden bir sayfayı, profili veya alan adını engellemesini isteyebilir. Bu istekler her müşteri ve her sipariş yolu için uygulanır.
terms-cookies-title = Çerezler
terms-cookies = Bu panel yalnızca gerekli çerezleri kullanır. Hiçbiri kimseyle paylaşılmaz.
terms-cookie-session = <b>session</b> oturumunuzu açık tutar. Giriş yaptığınızda, en fazla 30 gün için oluşturulur.
terms-cookie-device = <b>device</b> bu tarayıcıyla hesabınıza daha önce giriş yapıldığını belirtir; böylece başkalarının girdiği yanlış şifreler sizi yavaşlatmaz. Tek başına hiçbir şeye erişim vermez. Giriş yaptığınızda bir yıl için oluşturulur.
terms-cookie-second = <b>half</b> giriş yaparken sizi ikinci adıma götürür, on dakika sürer. <b>remembered</b> yalnızca bu tarayıcıda kod sorulmamasını işaretlerseniz 30 gün için oluşturulur. İkisi de şifreniz olmadan hiçbir şeye erişim vermez.
terms-cookie-looks = <b>theme</b> ve <b>density</b> sayfaların görünümüyle ilgili tercihlerinizi tutar. Seçim yaptığınızda bir yıl için oluşturulur.
terms-cookie-language = <b>lang</b> okumak istediğiniz dili tutar. Seçim yaptığınızda bir yıl için oluşturulur.
terms-cookie-flash = <b>flash</b> bir sonraki sayfada gösterilecek mesajı bir dakika tutar.
terms-cookie-visitor = <b>visitor</b> yalnızca bir satış ortağının linkiyle geldiyseniz oluşturulur. Satış ortağının programında belirtilen gün sayısı boyunca rastgele bir kimlik tutar. Kayıt olduğunuzda paneli kimin önerdiğini bildirir; böylece o kişinin payı işlenir.

## The API page, for developers

api-description = { $panel } üzerinde yazılımla sipariş verme: curl, PHP, Python, JavaScript ve Go örnekleri.
api-heading = API
api-keys = Anahtarlar ve istek kayıtları
api-sign-in = Anahtar oluşturmak için giriş yapın
api-tabs = API’ler
api-copy-address = Adresi kopyala
api-key-label = Örnekler için API anahtarı
api-token-label = Örnekler için token
api-key-hint = Bu sayfada kalır ve örneklere yerleştirilir. Saklanmaz; yalnızca aşağıdaki Gönder düğmesine bastığınızda gönderilir.
api-examples = Örnekler
api-language = Dil
api-example = { $language } örneği
api-copy-example = { $language } örneğini kopyala
api-copy = Kopyala
api-try = Deneyin
api-try-key = Çağrı, yukarıdaki API anahtarıyla bu sayfadan bu panele gönderilir.
api-try-token = Çağrı, yukarıdaki token ile bu sayfadan bu panele gönderilir.
api-try-real = Bu, kendi hesabınızda gerçek bir çağrıdır.
api-try-real-logged = Bu, kendi hesabınızda gerçek bir çağrıdır ve <a href="/account/tokens">istek kaydında</a> görünür.
api-call = Çağrı
api-send = Gönder
api-yes = Evet, yap
api-no = Vazgeç
api-answer = Yanıt
api-v2-title = API v2
api-v2-about = Sektörün ortak protokolü. Bu protokolü kullanan yazılım ve panellerde yalnızca URL ve anahtarı değiştirmek yeterlidir. Tek bir uç nokta, POST ile form parametreleri alır ve JSON döndürür.
api-v2-key = Anahtarlar wb_ ile başlar.
api-order-title = Sipariş API’si
api-order-about = JSON alıp JSON döndüren üç çağrı ve bir bearer token. Sipariş daha sonra başlayabilir, belirli bir hızda ilerleyebilir ve bir sırayı hedefleyebilir.
api-order-key = Sipariş okuma ve verme izni olan bir JWT.
api-marketplace-title = Pazar yeri API’si
api-marketplace-about = Satış ortakları için: linklerinin ne kazandırdığını gösterir. Yalnızca okur, bearer token ile çalışır.
api-marketplace-key = affiliate:read izni olan bir JWT.
api-table-actions = İşlemler
api-table-add = Servis türüne göre add parametreleri
api-table-order-statuses = Sipariş durumları
api-table-errors = Hata mesajları
api-table-limits = Sınırlar
api-table-calls = Çağrılar
api-table-create = create parametreleri
api-table-statuses = Durumlar
api-table-codes = Durum kodları
api-table-parameters = Parametreler
api-field-order = Sipariş
api-field-orders = Siparişler
api-field-service = Servis
api-field-link = Link
api-field-quantity = Miktar
api-field-refill = Telafi
api-field-page = Sayfa
api-field-rows = Sayfa başına satır
api-field-type = Tür
api-field-vote = Oy
api-field-after = Kaç dakika sonra
api-field-speed = Hız, dakikada
api-asks-order = Bu, gerçek bir sipariş verir; ücreti bakiyenizden düşülür.
api-asks-cancel = Bu, gerçek bir siparişin iptalini ister.
api-asks-refill = Bu, gerçek bir siparişin telafisini ister.

## Sign-in, sign-up, the terms

auth-sign-in-title = Giriş yap
auth-sign-in = Giriş yap
auth-session-over = Oturumunuz sona erdi. Giriş yapın; siparişiniz doldurduğunuz gibi sizi bekliyor. Sipariş verilmedi.
auth-email = E-posta
auth-password = Şifre
auth-new-here = Yeni misiniz? <a href="/sign-up">Hesap oluşturun</a>
auth-wrong-pair = E-posta adresi veya şifre yanlış.
auth-suspended-because = Bu hesap askıya alındı: { $reason }
auth-suspended = Bu hesap askıya alındı. Yöneticiye yazın.
auth-elsewhere = Personel bu ağdan giriş yapamaz. Panelin sahiplerinden birine sorun.
auth-made-over = Bu şifre sizin için oluşturulmuştu ve süresi doldu. “Şifrenizi mi unuttunuz?” bağlantısıyla yenisini seçin veya yöneticiye yazın.
auth-made-text = Şifreniz sizin için oluşturuldu. Devam etmeden önce kendi şifrenizi seçin.
auth-too-many-tries =
    { $minutes ->
        [one] Çok fazla deneme yapıldı. { $minutes } dakika bekleyip yeniden deneyin.
       *[other] Çok fazla deneme yapıldı. { $minutes } dakika bekleyip yeniden deneyin.
    }
auth-second-title = İkinci adım
auth-second-code = Kod
auth-second-hint = Uygulamanızın şu an gösterdiği altı rakam ya da kurtarma kodlarınızdan biri.
auth-second-remember = Bu tarayıcıda 30 gün sorma
auth-second-remember-hint = Yalnızca başka kimsenin kullanmadığı bir cihazda.
auth-second-lost = İkisi de sizde yoksa yöneticiye yazın.
auth-second-again = Yeniden giriş yap
auth-second-missing = Bir kod girin.
auth-second-wrong = Bu kod yanlış ya da daha önce kullanıldı. Uygulama her 30 saniyede yeni bir kod gösterir.
auth-second-codes-left =
    { $count ->
        [one] Bir kurtarma kodu kullandınız. { $count } kod kaldı.
       *[other] Bir kurtarma kodu kullandınız. { $count } kod kaldı.
    }
auth-second-over-title = Bu giriş sona erdi
auth-second-over = Kod on dakika içinde ve en çok beş denemede girilmelidir. Şifrenizle yeniden başlayın.
auth-sign-up-title = Hesap oluştur
auth-sign-up-brought = Size <strong>{ $offer }</strong> programı aracılığıyla önerildi.
auth-sign-up-invited =
    { $role ->
        [owner] Bu paneli yönetmeye davet edildiniz; rolünüz: <strong>sahip</strong>.
        [admin] Bu paneli yönetmeye davet edildiniz; rolünüz: <strong>yönetici</strong>.
       *[other] Bu paneli yönetmeye davet edildiniz; rolünüz: <strong>destek</strong>.
    }
auth-password-hint = En az 10 karakter: birkaç kelime iyidir; kendi adresiniz ve yaygın şifreler olmaz. Şifre yöneticisinden yapıştırabilirsiniz.
auth-accept-terms-label = <a href="/terms">Kullanım koşullarını</a> kabul ediyorum
auth-create-account = Hesap oluştur
auth-have-account = Hesabınız var mı? <a href="/sign-in">Giriş yapın</a>
auth-terms-missing = Hesap açmak için koşulları kabul edin.
auth-email-taken = Bu adresle zaten bir hesap var. Giriş yapın.
auth-too-many-here = Bugün ağınızdan çok sayıda kişi kayıt oldu. Yarın yeniden deneyin veya yöneticiden davet isteyin.
auth-closed-title = Şu anda yeni hesap açılmıyor
auth-closed = Bu panelde şu anda yeni hesap açılmıyor. Hesabınız varsa giriş yapın.
auth-by-invitation-title = Hesaplar davetle açılır
auth-by-invitation = Burada hesap açmak için yöneticiden davet isteyin ve davet linkini açın.
auth-invite-over-title = Bu davet artık geçerli değil
auth-invite-over = Link kullanılmış, geri çekilmiş veya üzerinden yedi günden fazla geçmiş. Gönderen kişiden yenisini isteyin.
auth-operator = Yönetici: <strong>{ $contact }</strong>
auth-terms-title = Koşulları kabul edin
auth-terms-heading = Devam etmeden önce
auth-terms-read = Bu koşulları okudum ve kabul ediyorum
auth-terms-accept = Kabul et ve devam et
auth-sign-out-instead = Kabul etmeden çıkış yap
auth-terms-changed = Koşullar bu arada değişti. Lütfen yeniden okuyun.
auth-terms-tick = Koşulları kabul etmek için kutuyu işaretleyin.
auth-proof-title = Şifre doğrulama
auth-proof-heading = Şifrenizi yeniden girin
auth-proof-why = Şifrenizi bir süredir girmediniz ve bu önemli bir işlem. Henüz hiçbir şey yapılmadı; doldurduklarınız saklandı.
auth-proof-none = Burada şifreniz yok mu ya da onu unuttunuz mu? E-postayla bir şifre seçin ve onunla giriş yapın.
auth-proof-password = Şifreniz
auth-proof-wrong = Bu sizin şifreniz değil.
auth-proof-code-heading = Yeniden bir kod girin
auth-proof-code-why = Bir süredir kod girmediniz ya da hiç girmediniz ve bu önemli bir işlem. Henüz hiçbir şey yapılmadı; doldurduklarınız saklandı.
auth-go-on = Devam et
auth-carried-title = Giriş yapıldı
auth-carried-heading = Giriş yaptınız
auth-carried-text = Doldurduklarınız saklandı. Henüz sipariş verilmedi.
auth-carried-show = Siparişimi yeniden göster

## Forgotten passwords, and links that were mailed

auth-forgot-link = Şifrenizi mi unuttunuz?
auth-forgot-title = Yeni bir şifre seçin
auth-forgot-text = Yeni bir şifre seçmeniz için size bir bağlantı göndeririz.
auth-forgot-send = Bağlantıyı gönder
auth-remember = Hatırladınız mı? <a href="/sign-in">Giriş yapın</a>
auth-issuer-continue = { $issuer } ile devam et
auth-issuer-again = Çok uzun sürdü veya başka bir tarayıcıda başlatıldı. Lütfen yeniden başlayın.
auth-issuer-refused = { $issuer } girişinizi yapmadı. Yeniden deneyin veya şifrenizi kullanın.
auth-issuer-away = Şu anda { $issuer } hizmetine ulaşılamıyor. Şifrenizi kullanın veya daha sonra deneyin.
auth-issuer-staff = Bu hesap şifresiyle giriş yapar.
auth-issuer-no-address = { $issuer } e-posta adresinizi doğrulamıyor. Şifrenizi kullanın veya şifreyle bir hesap açın.
auth-issuer-password-once = { $email } adresinin burada bir hesabı var. Bir kez şifresiyle giriş yapın; sonra { $issuer } kullanabilirsiniz.
auth-issuer-linked = Bağlandı. Bundan sonra bu yolla giriş yapabilirsiniz.
auth-issuer-other-address = Bağlanmadı: oradaki adres { $email }, hesabınızda ise başka bir adres var.
auth-issuer-taken = Bağlanmadı: oradaki hesap veya buradaki hesabınız zaten bağlı.
auth-issuer-connect-title = { $issuer } bağlansın mı?
auth-issuer-connect-text = { $issuer } sizi { $email } olarak tanıyor. Bağlarsanız, orada oturumu açık olan kişi burada giriş yapabilir.
auth-issuer-connect = Bağla
auth-issuer-connect-not = Hayır, geri dön
auth-mailed-title = E-postanıza bakın
auth-mailed-reset = { $email } adresinin bir hesabı varsa, bağlantılı bir ileti yolda. Bağlantı 30 dakika ve bir kez geçerlidir.
auth-mailed-sign-up = { $email } adresine bir ileti yolda. Bağlantısı buradan devam ettirir; 24 saat ve bir kez geçerlidir.
auth-mailed-hint = Bir şey gelmedi mi? Spam klasörüne bakın ve adresi kontrol edin. Yeni bir bağlantı eskisinin yerini alır.
auth-sign-up-by-mail = Size bir bağlantı göndeririz. Orada bir şifre seçersiniz ve hesabınız hazır olur.
auth-reset-title = Yeni bir şifre seçin
auth-reset-tokens = API tokenlarımı da iptal et
auth-reset-tokens-hint = Sizin adınıza sipariş veren programlara yenileri gerekir. Hesabınıza başkası girdiyse bunu yapın.
auth-reset-save = Yeni şifreyi kaydet
auth-reset-done = Şifreniz değiştirildi ve tüm oturumlar kapatıldı. Yeni şifreyle giriş yapın.
auth-reset-done-tokens =
    { $count ->
        [one] Şifreniz değiştirildi, tüm oturumlar kapatıldı ve { $count } token iptal edildi. Yeni şifreyle giriş yapın.
       *[other] Şifreniz değiştirildi, tüm oturumlar kapatıldı ve { $count } token iptal edildi. Yeni şifreyle giriş yapın.
    }
auth-link-over-title = Bu bağlantı artık geçerli değil
auth-link-over = Zaten kullanıldı, yenisi gönderildi veya süresi doldu. Yeni bir tane isteyin.
auth-confirm-title = Adresinizi doğrulayın
auth-confirm-text = { $email } adresinin sizin olduğunu doğrularsınız.
auth-confirm-button = Adresi doğrula
auth-confirm-done = Adresiniz doğrulandı.
auth-address-title = Bu adresi kullan
auth-address-text = Bundan sonra hesabınızın adresi { $email } olur. Onunla giriş yaparsınız.
auth-address-button = Bu adresi kullan
auth-address-done = Hesabınızın yeni adresi var. Bundan sonra onunla giriş yapın.
auth-stop-title = Eski adresi koru
auth-stop-text = Hesabınızın adresi { $email } olarak kalır ve tüm oturumlar kapatılır. Adres zaten değiştirildiyse şifre de geçersiz olur ve e-postayla yeni bir tane seçersiniz.
auth-stop-button = Değişikliği durdur
auth-stop-kept = Adresiniz aynı kaldı ve tüm oturumlar kapatıldı. Değişikliği siz istemediyseniz, biri şifrenizi biliyor: yeni bir tane seçin.
auth-stop-put-back = Eski adresiniz geri geldi, tüm oturumlar kapatıldı ve eski şifre artık geçerli değil. Adresinizi yazın, yeni bir şifre seçmek için bir bağlantı alırsınız.
auth-stop-taken = Tüm oturumlar kapatıldı. Ancak eski adresiniz geri getirilemiyor: artık başka bir hesapta bu adres ya da aynı görünen bir adres var. Bu paneli işletenlere yazın ve hesabın sizin olduğunu nasıl gösterebileceğinizi söyleyin.

## New passwords and e-mail addresses that are refused

account-error-password-short =
    { $count ->
        [one] En az { $count } karakter kullanın.
       *[other] En az { $count } karakter kullanın.
    }
account-error-password-long =
    { $count ->
        [one] En çok { $count } bayt kullanın.
       *[other] En çok { $count } bayt kullanın.
    }
account-error-password-common = Bu, ilk denenen en yaygın şifrelerden biri. Birbiriyle ilgisiz birkaç kelime daha iyidir.
account-error-password-around = Bu, başına veya sonuna rakam ya da işaret eklenmiş yaygın bir şifre; hemen sonra denenenler bunlardır. Birbiriyle ilgisiz birkaç kelime daha iyidir.
account-error-password-digits = Burada yalnızca rakam ve işaret var: en az { $count } tane kullanın veya kelime ekleyin. Birbiriyle ilgisiz birkaç kelime daha iyidir.
account-error-password-few = Dörtten az farklı karakter içeriyor. Birbiriyle ilgisiz birkaç kelime daha iyidir.
account-error-password-row = abcdef veya 987654 gibi ardışık karakterlerden oluşuyor. Birbiriyle ilgisiz birkaç kelime daha iyidir.
account-error-password-repeats = Aynı birkaç karakteri tekrarlıyor. Birbiriyle ilgisiz birkaç kelime daha iyidir.
account-error-password-known = Kendi adresinizden veya bu panelin adından pek farklı değil. Birbiriyle ilgisiz birkaç kelime daha iyidir.
account-error-password-breached = Bu şifre başka bir sitenin veri sızıntısında bulundu; böyle şifreler ilk denenenler arasındadır. Başka hiçbir yerde kullanmadığınız bir şifre seçin.
account-error-password-same = Bu, şu anki şifreniz. Başka bir şifre seçin.
account-error-email = name@example.com gibi bir e-posta adresi girin.

## Why there is no page

failure-unreadable-title = Bu istek okunamadı
failure-unreadable = Geri dönün, sayfayı yenileyin ve tekrar deneyin.
failure-cross-site-title = Bu istek başka bir siteden geldi
failure-cross-site = Güvenliğiniz için hiçbir şey yapılmadı. Sayfayı burada açıp yeniden deneyin.
failure-forbidden-title = Bunu yapma yetkiniz yok
failure-forbidden = Rolünüz buna izin vermiyor. Panel sahibi bunu değiştirebilir.
failure-not-found-window = Bulunamadı
failure-not-found-title = Burada bir şey yok
failure-not-found = Bu sayfa yok veya görme yetkiniz yok. Adresi ya da numarayı kontrol edin.
failure-method-title = Bu sayfa böyle kullanılamaz
failure-method = Geri dönüp yeniden deneyin.
failure-too-large-title = Bu, tek seferde çok fazla
failure-too-large = Daha az gönderin veya bölün.
failure-too-many-title = Çok fazla istek
failure-too-many = Biraz bekleyip yeniden deneyin.
failure-busy-title = Şu anda yoğunluk var
failure-busy = Hiçbir şey yapılmadı. Birkaç saniye sonra yeniden deneyin.
failure-away-title = Veritabanına ulaşılamıyor
failure-away = Birkaç saniye sonra yeniden deneyin. Bir şey kaydediyorduysanız önce kaydedilip kaydedilmediğine bakın.
failure-unknown-title = Sonuç bilinmiyor
failure-unknown = Veritabanı bağlantısı bir an kesildi. İşleminiz gerçekleşmiş olabilir: yeniden yapmadan önce kontrol edin.
failure-internal-title = Bizim tarafımızda bir sorun oluştu
failure-internal = Kaydedildi. Yeniden deneyin.
failure-number = Yine olursa bize şu numarayı bildirin: <code>{ $number }</code>
failure-copy-number = İstek numarasını kopyala
failure-to-start = Ana sayfaya git
failure-sign-in = Giriş yap

## The account page

account-title = Hesap
account-tokens-title = Tokenlar
account-tokens-none = Kendi yazılımlarınız API anahtarları ve JWT’ler ile sipariş verir.
account-tokens-live =
    { $count ->
        [one] { $count } token geçerli.
       *[other] { $count } token geçerli.
    }
account-profile-title = Profil
account-name = Ad
account-name-hint = Yöneticinin size hitap edeceği ad.
account-name-too-long =
    { $count ->
        [one] En çok { $count } karakter.
       *[other] En çok { $count } karakter.
    }
account-name-control = Yalnızca tek satır metin.
account-zone = Saat dilimi
account-zone-hint = Saatler ve günler bu dilime göre gösterilir.
account-zone-unknown = Listeden birini seçin.
account-profile-save = Profili kaydet
account-profile-saved = Profiliniz kaydedildi.
account-theme-hint = Tema bu tarayıcı içindir. “Otomatik” cihazınıza uyar.
account-language-hint = Dil, hesabınız ve bu tarayıcı içindir.
account-password-title = Şifre
account-sign-in-as = Giriş adresiniz: <b>{ $email }</b>.
account-password-current = Mevcut şifre
account-password-new = Yeni şifre
account-password-hint = En az 10 karakter: birkaç kelime iyidir; kendi adresiniz ve yaygın şifreler olmaz. Diğer oturumlar kapatılır.
account-password-change = Şifreyi değiştir
account-password-changed = Şifreniz değiştirildi. Diğer oturumlar kapatıldı.
account-password-wrong = Bu sizin şifreniz değil.
account-address-title = E-posta adresi
account-address-is-confirmed = Bu adres doğrulandı.
account-address-unconfirmed = Bu adres henüz doğrulanmadı. Ona bir bağlantı göndeririz; postalarını okuduğunuzu göstermek için açın.
account-address-send = Bağlantıyı gönder
account-address-sent = { $email } adresine bir bağlantı yolda. 24 saat geçerlidir.
account-address-confirmed = Adresiniz zaten doğrulanmış.
account-address-new = Yeni adres
account-address-hint = Oraya gönderdiğimiz bağlantıyı açtığınızda geçerli olur. Şimdiki adrese haber verilir; değişikliği üç gün boyunca durdurabilir.
account-address-change = Adresi değiştir
account-address-asked = { $email } adresine yolda olan bağlantıyı açın. O zamana kadar adresiniz aynı kalır.
account-address-same = Bu zaten sizin adresiniz.
account-address-too-many = Bu adrese bir saat içinde çok sayıda ileti gönderildi. Daha sonra yeniden deneyin.
account-issuers-title = Diğer giriş yolları
account-issuers-text = Şifrenizin yanında. İki adımlı giriş yine sorulur.
account-issuer-connect = Bağla
account-issuer-remove = Bağlantıyı kaldır
account-issuer-removed = Bağlantı kaldırıldı. Şifrenizle giriş yaparsınız.
account-sessions-title = Oturumlar
account-sessions-end-others = Diğer tüm oturumları kapat
account-sessions-others-ended = Diğer tüm oturumlar kapatıldı.
account-session-this = Bu oturum
account-session-end = Oturumu kapat
account-session-ended = Oturum kapatıldı.
account-visits-title = Destek ekibi hesabınıza baktı
account-visits-text = Size yardımcı olmak için destek ekibi sayfalarınızı sizin gördüğünüz gibi görebilir. Orada hiçbir şeyi değiştiremez.
account-visit-time = { $day }, { $from }–{ $until }

## The second factor: a code of an app, beside the password

second-title = İki adımlı giriş
second-on = Hesabınızda iki adımlı giriş açık.
second-none = Hesabınızda iki adımlı giriş yok.
second-what = Açık olduğunda, şifrenizi bilen birinin sizde olan bir şeye de ihtiyacı olur: kod üreten bir uygulama ya da bir geçiş anahtarı.
second-change = Değiştir
second-set-up = Kur
second-app-title = Kod üreten uygulama
second-app-what = Telefonunuzdaki bir uygulama her 30 saniyede yeni bir kod gösterir.
second-since = Kurulduğu gün: { $day }.
second-another = Başka bir uygulama kullan
second-codes-title = Kurtarma kodları
second-codes-left =
    { $count ->
        [one] { $count } kod kaldı.
       *[other] { $count } kod kaldı.
    }
second-codes-text = Her biri, uygulamanız olmadan bir kez giriş yapmanızı sağlar. Onları uygulamanın olduğu cihazdan ayrı saklayın.
second-codes-new = Yeni kodlar oluştur
second-codes-once = Bu kodlar yalnızca bu kez gösterilir. Eskileri artık geçersiz.
second-codes-copy = Hepsini kopyala
second-codes-saved = Sakladım
second-browsers-title = Hatırlanan tarayıcılar
second-browsers =
    { $count ->
        [one] { $count } tarayıcıda kod sorulmuyor.
       *[other] { $count } tarayıcıda kod sorulmuyor.
    }
second-browsers-forget = Hepsinde yeniden sor
second-forgotten = Artık her tarayıcıda yeniden kod sorulur.
second-off-title = Kapat
second-off-text = Bundan sonra girişe yalnızca şifreniz yeter. Diğer oturumlar kapatılır.
second-turned-off = İki adımlı giriş kapatıldı. Diğer oturumlar kapatıldı.
second-is-off = İki adımlı giriş yok.
second-staff-need = Bu panelin ekibi iki adımlı giriş kullanmak zorundadır.
second-scan = Bunu kod üreten bir uygulamayla, örneğin bir şifre yöneticisiyle tarayın.
second-qr = QR kod olarak anahtar
second-type = Ya da bu anahtarı uygulamaya girin:
second-copy-secret = Anahtarı kopyala
second-code = Uygulamanın kodu
second-code-hint = Uygulamanın şu an gösterdiği altı rakam.
second-turn-on = Aç
second-code-wrong = Uygulama başka bir kod gösteriyor. Cihazınızın saati doğru mu?
second-offer-over = Bu anahtar bir saatten eski. Yeniden başlayın.
second-is-on = İki adımlı giriş açıldı. Diğer oturumlar kapatıldı.
## Kişinin kendi verileri

privacy-title = Verileriniz
privacy-link = Hakkınızda neler saklandığı, hepsinin bir dosyası ve hesabın kapatılması.
privacy-open = Göster
privacy-kept-text = Panel bazı şeyleri bir süre, bazılarını hesap durdukça saklar.
privacy-kept = Neyin ne kadar saklandığını gör
export-title = Bir dosyada verileriniz
export-text = Profiliniz, giriş yollarınız, oturumlarınız, token'larınız, bildirimleriniz, talepleriniz, siparişleriniz, hesap hareketleriniz, yüklemeleriniz ve ortaklık kazançlarınız JSON ve CSV olarak bir ZIP dosyasında. Arka planda hazırlanır. Hazır olunca bir mesaj haber verir. Bir gün boyunca, yalnızca sizin için orada kalır.
export-ask = Dosyayı hazırla
export-asked = Dosya hazırlanıyor. Hazır olunca bir mesaj haber verir.
export-under = Dosyanız hazırlanıyor.
export-too-many = Bugün yeterince istediniz. Yarın yeniden isteyin.
export-ready = Dosyanız hazır ({ $size }).
export-until = Orada kalacağı zaman:
export-save = Dosyayı kaydet
export-failed = Dosya hazırlanamadı. Yeniden isteyin.
closing-title = Hesabı kapat
closing-text = Adresiniz, adınız, iki adımlı girişiniz, bildirimleriniz, talepleriniz, resimleriniz ve token'larınız silinir, her oturum sona erer. Siparişler ve para hareketleri yalnızca bir numarayla defterlerde kalır. Bu geri alınamaz.
closing-open = Önce şunların bitmesi gerekir:
closing-orders = { $count ->
        [one] Bir açık sipariş
       *[other] { $count } açık sipariş
    }
closing-deposits = { $count ->
        [one] Karara bağlanmamış bir yükleme
       *[other] Karara bağlanmamış { $count } yükleme
    }
closing-owed = { $amount } borç
closing-payout = Sona ermemiş bir ödeme
closing-gives-up-balance = Bakiyenizden vazgeçiyorsunuz: { $amount }. Kimse geri vermez.
closing-gives-up-earnings = Ortaklıktan kazandığınızdan vazgeçiyorsunuz: { $amount }.
closing-confirm = E-posta adresiniz
closing-confirm-hint = Onaylamak için { $email } yazın.
closing-confirm-wrong = Bu, hesabınızın adresi değil.
closing-submit = Hesabımı temelli kapat
closing-is-open = Hâlâ açık bir şey var. Hesap kapatılmadı.
closing-more = Vazgeçilecek, bu sayfanın söylediğinden daha fazla. Yeniden bakın.
closing-last-owner = Panelin son sahibisiniz. Önce başka birini sahip yapın.
closing-done = Hesabınız kapatıldı.
kept-title = Neyin ne kadar saklandığı
kept-description = { $panel } müşterileri hakkında neyi ne kadar saklar.
kept-text = Süreler, bu panelin şimdi uyguladığı sürelerdir.
kept-what = Ne
kept-span = Ne kadar
kept-days = { $count ->
        [one] En çok bir gün
       *[other] En çok { $count } gün
    }
kept-until-closed = Hesap kapatılana kadar
kept-ever = Sürekli; hesap kapatıldıktan sonra yalnızca bir numarayla
kept-account = Adresiniz, adınız, saat diliminiz ve diliniz. Parolanızın, kimsenin onu okuyamayacağı bir özeti saklanır.
kept-sessions = Hangi ağ adresinden ve hangi tarayıcıyla giriş yaptığınız ve en son ne zaman burada olduğunuz.
kept-ways = İki adımlı girişin açık olduğu, mühürlü gizli anahtarı, özet olarak kurtarma kodları ve geçiş anahtarlarınızın adları ile açık anahtarları; giriş yaptığınız başka sitelerdeki hesaplar; bağlı Telegram sohbeti ve nelerin bildirilmesini istediğiniz.
kept-remembered = İki adımlı girişte kod sorulmayan tarayıcılar, özet olarak.
kept-places = Hesabın hangi tür tarayıcıyla ve hangi ağdan kullanıldığı; yeni bir tanesini size bildirmek için.
kept-notices = Panelde ve Telegram'da size bildirilenler.
kept-calls = API token'larınızın ne için ve nereden kullanıldığı.
kept-mails = Kime ne zaman mesaj gönderildiği. Mesajın içeriği gönderilir gönderilmez silinir.
kept-links = Mesajlardaki bağlantılar, özet olarak.
kept-guesses = Özeti saklanan bir adres için ne kadar sık yanlış parola yazıldığı.
kept-tickets = Taleplerde yazılanlar ve resimler.
kept-books = Bağlantılarıyla siparişler, yüklemeler ve coinlerin gönderileceği adresler, kullandığınız promosyon kodları ve para hareketleri.
kept-orders = Siz bakiye yüklerken bekleyen sipariş.
kept-answers = Bir sipariş için sağlayıcılara ne gönderildiği ve ne yanıtladıkları. Hiçbir müşterinin adı geçmez.
kept-hooks = Ödeme hizmetlerinin ödemeler hakkında gönderdikleri.
kept-clicks = Bir ortağın bağlantısıyla gelen ziyaretler: ne zaman, hangi bağlantıyla ve ağ adresinin bir özeti.
kept-audit = Kimin neyi ne zaman yaptığı.
kept-audit-people = Bunun hangi ağ adresinden ve hangi tarayıcıyla yapıldığı.
kept-files = İstediğiniz, kendi verilerinizi içeren dosyalar.
kept-closed = Bir hesap kapatılınca sahibini belli eden her şey hemen silinir ya da değiştirilir. İşletmecinin yedekleri bunu bir süre daha içerebilir.
kept-cookies = Çerezler: biri girişinizi tutar, biri bu tarayıcıyla giriş yaptığınızı hatırlar, biri, isterseniz, bu tarayıcıya kod sorulmadığını hatırlar, biri birkaç dakika boyunca bir girişe eşlik eder, birkaçı dili ve sayfaların görünüşünü hatırlar. Hiçbiri başka bir sitenin değildir.
kept-yours = Tüm verileriniz bir dosyada ve hesabı kapatma

## Passkeys, beside the codes of an app

passkey-title = Geçiş anahtarları
passkey-what = Geçiş anahtarını sizin için telefonunuz, bilgisayarınız ya da bir güvenlik anahtarı saklar. Yalnızca bu panelde çalışır; başka hiçbir site onu sizden isteyemez.
passkey-add = Geçiş anahtarı ekle
passkey-how = Ona bir ad verin. Sonra tarayıcınız nerede saklanacağını sorar.
passkey-name = Ad
passkey-name-hint = Onu tanıyacağınız bir ad, örneğin cihazın adı.
passkey-unnamed = Geçiş anahtarı
passkey-used = Son kullanım: { $day }.
passkey-remove = Kaldır
passkey-added = Geçiş anahtarı eklendi. Diğer oturumlar kapatıldı.
passkey-removed = Geçiş anahtarı kaldırıldı. Diğer oturumlar kapatıldı.
passkey-taken = Bu geçiş anahtarı zaten kullanılıyor.
passkey-too-many = Bir hesapta 20 geçiş anahtarı olabilir. Önce birini kaldırın.
passkey-gone = Bu geçiş anahtarı artık yok.
passkey-no-host = Tarayıcılar bu panelin adresi için geçiş anahtarı saklamaz. Bir alan adı ve https gerekir.
passkey-refused = Panel bu geçiş anahtarını doğrulayamadı ya da beş dakikadan uzun sürdü. Hiçbir şey eklenmedi. Yeniden deneyin.
passkey-use = Geçiş anahtarı kullan
passkey-wrong = Panel bu geçiş anahtarını doğrulayamadı ya da beş dakikadan uzun sürdü. Yeniden deneyin ya da bir kod girin.
passkey-cannot = Bu tarayıcı geçiş anahtarlarınızı kullanamıyor. Bunun yerine bir kod girin.
passkey-cannot-add = Bu tarayıcı geçiş anahtarı oluşturamıyor. Kod üreten bir uygulama kullanın.
passkey-failed = Tarayıcı bir geçiş anahtarı vermedi. Yeniden deneyin ya da bir kod girin.
passkey-not-made = Tarayıcı bir geçiş anahtarı oluşturmadı. Yeniden deneyin. Bir cihaz, hesabınızın tek bir geçiş anahtarını saklar.

## Browsers, in the list of sessions

device-browser-on-system = { $browser }, { $system }
device-unknown = Bilinmeyen tarayıcı

## Tokens: the keys by which programs act for an account

token-list-title = Tokenlar
token-back-to-account = Hesap
token-back-to-list = Tokenlar
token-new = Yeni token
token-none-title = Henüz token yok
token-none-text = Yazılımlar sizin adınıza bir token ile sipariş verir. Her yazılıma kendi tokenını, ihtiyacından fazla yetki tanımadan verin: böylece diğerlerine dokunmadan birini kapatabilirsiniz.
token-list-foot = Sona eren tokenlar 30 gün gösterilir. Bir token asla token oluşturamaz, göremez veya kapatamaz.
token-name = Ad
token-status = Durum
token-may-do = Yetkiler
token-from = Nereden
token-last-used = Son kullanım
token-expires = Bitiş
token-created = Oluşturulma
token-actions = İşlemler
token-kind = Tür
token-kind-key = API anahtarı
token-kind-jwt = JWT
token-access-everything = Her şey
token-access-read = Yalnızca okuma
token-access-scopes =
    { $count ->
        [one] { $count } yetki
       *[other] { $count } yetki
    }
token-networks = İzin verilen adresler
token-networks-any = Her yerden
token-networks-many =
    { $count ->
        [one] { $count } ağ
       *[other] { $count } ağ
    }
token-expires-not = Süresiz
token-used-not = Hiç
token-status-active = Aktif
token-status-expires-soon = Süresi doluyor
token-status-ending = Yenilendi, kapanıyor
token-status-expired = Süresi doldu
token-status-rotated = Yenilendi
token-status-revoked = Geçersiz kılındı
token-revoke = Geçersiz kıl
token-revoke-question = Bu tokenı kullanan yazılımlar hemen çalışmaz olur. Bu işlem geri alınamaz.
token-revoke-question-named = “{ $name }” tokenını kullanan yazılımlar hemen çalışmaz olur. Bu işlem geri alınamaz.
token-revoke-yes = Tokenı geçersiz kıl
token-revoked = Token geçersiz kılındı.
token-rotate = Yenile
token-rotate-text = Aynı ayarlarla ve yine aynı süreyle geçerli yeni bir gizli anahtar oluşturulur. Onu yazılımınıza ekleyin, ardından eskisini kapanmaya bırakın.
token-rotate-ends = Eskisinin bitişi
token-rotate-now = Şimdi
token-rotate-in-hour = Bir saat sonra
token-rotate-in-day = 24 saat sonra
token-rotate-in-week = 7 gün sonra
token-rotate-yes = Yeni gizli anahtar oluştur
token-rotate-no-end = Eskisinin ne zaman biteceğini seçin.
token-rotate-ended = Bu token sona ermiş veya daha önce yenilenmiş.
token-rotate-too-many = Çok fazla tokenınız var. Önce birini geçersiz kılın.
token-rotated-to = Yerine başka bir token oluşturuldu: <a href="/account/tokens/{ $token }">yeni token</a>.
token-elsewhere = Bulunduğunuz yerden çalışmaz: { $address } izin verilen adreslerden biri değil.

## The request log of a token

token-log-title = İstek kaydı
token-log-text = Son { $count } çağrı ve reddedilenlerin nedeni. Yeni çağrılar bir iki saniye içinde görünür. Parametreler ve yanıtlar saklanmaz.
token-log-which = Çağrılar
token-log-all = Tüm çağrılar
token-log-errors = Yalnızca hatalar
token-log-no-errors-title = Hata yok
token-log-no-errors-text = Son { $count } çağrının hiçbiri reddedilmedi.
token-log-show-all = Tüm çağrıları göster
token-log-none-title = Henüz kullanılmadı
token-log-none-text = Yazılımınızın her çağrısı burada listelenir: ne istediği, sonucu, ne kadar sürdüğü ve nereden geldiği.
token-log-time = Zaman (UTC)
token-log-action = İşlem
token-log-result = Sonuç
token-log-took = Süre
token-log-ok = Başarılı
token-log-refused = Reddedildi
token-log-took-least = < 1 ms
token-log-took-ms = { $number } ms
token-log-took-seconds = { $number } sn

## The form for a new token

token-create = Token oluştur
token-name-hint = Nerede kullanılacağı, örneğin “mağaza sunucusu”.
token-name-bad = Token için 1 ile 64 karakter arasında bir ad girin.
token-kind-choose-key = API anahtarı, /api/v2 için
token-kind-choose-jwt = JWT, bearer token kullanan sipariş API’si için
token-kind-none = İkisinden birini seçin.
token-permissions = İzinler
token-permissions-ticked = Yalnızca aşağıda işaretlenenler
token-permissions-none = Neler yapabileceğini işaretleyin veya her şeyi seçin.
token-permissions-unknown = Sunulan seçeneklerden seçin.
token-scopes = Yetkiler
token-scope-orders-read = Siparişleri görme
token-scope-orders-write = Sipariş verme ve değiştirme
token-scope-services-read = Servisleri ve fiyatları görme
token-scope-balance-read = Bakiyeyi görme
token-scope-affiliate-read = Ortaklık verilerini görme
token-expires-in-days =
    { $count ->
        [one] { $count } gün sonra
       *[other] { $count } gün sonra
    }
token-expires-in-other-days = Başka bir gün sayısı sonra
token-expires-never = Süresiz (yalnızca API anahtarları)
token-expires-never-jwt = JWT’nin her zaman bir bitişi vardır: bitişi seçin.
token-expires-unknown = Listeden birini seçin.
token-expires-too-late =
    { $count ->
        [one] En çok { $count } gün sonrası.
       *[other] En çok { $count } gün sonrası.
    }
token-days = Gün
token-days-bad = 1 ile { $count } arasında bir tam gün sayısı.
token-networks-hint = Adresler veya ağlar, örneğin 192.0.2.7, 198.51.100.0/24. Boşsa her yerden.
token-networks-unreadable = “{ $typed }” bir adres ya da 192.0.2.0/24 gibi bir ağ değil.
token-networks-too-many =
    { $count ->
        [one] En çok { $count } ağ.
       *[other] En çok { $count } ağ.
    }
token-networks-add-mine = Adresimi ekle, { $address }
token-warned-title = Bulunduğunuz yerden çalışmayacak
token-warned-text = Kendi adresiniz { $address }, izin verilenler arasında değil. Token başka bir makine içinse yine de oluşturun.
token-create-anyway = Yine de oluştur
token-cancel = Vazgeç
token-too-many = Daha fazla tokenınız olamaz. Önce birini geçersiz kılın.

## The page that shows a new token's secret

token-created-title = Token oluşturuldu
token-created-key = “{ $name }” API anahtarı oluşturuldu
token-created-jwt = “{ $name }” JWT’si oluşturuldu
token-secret-once = Yalnızca bu kez gösterilir. Şimdi kopyalayın ve şifre gibi saklayın.
token-secret-copy = Kopyala
token-secret-try = Denemek için:
token-secret-saved = Kaydettim
token-old-stopped = Eski token artık çalışmıyor.
token-old-works = Eski tokenın çalışacağı son zaman: { $moment }.

## The statement: every movement of a customer's balance

statement-title = Ekstre
statement-csv = CSV
statement-from = Başlangıç
statement-to = Bitiş
statement-show = Göster
statement-kind = Tür
statement-kind-all = Tümü
statement-kind-charges = Ücretler
statement-kind-refunds = İadeler
statement-kind-credits = Yüklemeler
statement-showing = Gösterilen
statement-clear = Tümünü temizle
statement-only-order = Sipariş { $order }
statement-only-from = Başlangıç: { $day }
statement-only-until = Bitiş: { $day }
statement-only-range = { $from } – { $to }
statement-day-unreadable = Tarihi 2026-11-30 biçiminde yazın.
statement-days-turned = Başlangıç tarihi bitiş tarihinden sonra.
statement-totals = Toplamlar
statement-balance-now = Güncel bakiye
statement-opening = Açılış bakiyesi
statement-total-in = Giren
statement-total-out = Çıkan
statement-net = Net
statement-closing = Kapanış bakiyesi
statement-untold = { $count } hareketten fazlası var. Giren ve çıkanı görmek için daha kısa bir aralık seçin.
statement-none-found-title = Eşleşen hareket yok
statement-none-found-text = Bu dönemde bakiyede bu türden bir hareket olmadı.
statement-clear-filters = Filtreleri temizle
statement-none-title = Henüz hareket yok
statement-none-text = Yüklemeler, ücretler ve iadeler, her birinden sonraki bakiyeyle burada listelenir. Bakiyeyi hesabınıza yönetici ekler.
statement-see-services = Servislere bak
statement-time = Zaman, { $zone }
statement-what = Hareket
statement-in = Giren, { $currency }
statement-out = Çıkan, { $currency }
statement-after = Sonraki bakiye, { $currency }
statement-charge = Ücret
statement-charge-for = <a href="{ $orders }/{ $order }">{ $order } numaralı siparişin</a> ücreti
statement-refund = İade
statement-refund-for = <a href="{ $orders }/{ $order }">{ $order } numaralı siparişin</a> iadesi
statement-credit = Yükleme
statement-payout = Ortaklık ödemesi
statement-takeback = Ödeme geri alındı
statement-restore = Ödeme yeniden verildi
statement-repay = Borç ödendi
statement-bonus = Bonus
statement-unbonus = Bonus geri alındı
statement-rebonus = Bonus yeniden verildi
statement-given-up = Hesap kapatılırken vazgeçildi
statement-funds-added = Bakiye yüklendi
statement-correction = Düzeltme

## What Ctrl K finds. The …-words are what else a page is found by: words that somebody may type, in small letters, apart by spaces.

palette-orders = Siparişler
palette-pages = Sayfalar
palette-services = Servisler
palette-order = Sipariş { $order }
palette-service-id = ID { $service }
palette-nothing = Eşleşen yok. Daha az kelimeyle deneyin.
palette-new-order-words = sipariş ver satın al
palette-mass-order = Toplu sipariş
palette-mass-order-words = çoklu satırlar toplu
palette-orders-words = liste geçmiş
palette-drip-feeds = Drip-feed
palette-drip-feeds-words = siparişler tekrarlar
palette-subscriptions = Abonelikler
palette-subscriptions-words = siparişler gönderiler otomatik
palette-refills = Telafiler
palette-refills-words = siparişler
palette-services-words = fiyat listesi fiyatlar favoriler hizmetler
palette-updates-words = servisler fiyatlar yeni değişen
palette-statement-words = bakiye para hareketler hesap
palette-deposits-words = ödeme yatır para yükle dekont
palette-affiliate-words = linkler komisyon ödemeler referans
palette-api-words = örnekler belgeler geliştirici
palette-tokens = API anahtarları ve tokenlar
palette-tokens-words = anahtar jwt
palette-account-words = profil şifre oturumlar saat dilimi tema dil
palette-terms-words = koşullar şartlar kurallar

## The pages of an affiliate
## An affiliate shares a link to the panel. Whoever signs up by that link is a referred customer;
## each order of such a customer is a referral, and earns commission for the affiliate. The operator
## is who runs the panel.

affiliate-title = Ortaklık
affiliate-overview = Genel bakış
affiliate-links-title = Linkler
affiliate-referrals-title = Referanslar
affiliate-payouts-title = Ödemeler

affiliate-make-link = Link oluştur
affiliate-commission = Komisyon
affiliate-pending = Bekleyen
affiliate-pending-note = Sipariş sürüyor veya bekleme süresi dolmadı
affiliate-approved = Onaylanan
affiliate-approved-negative = İadeler, onaylanandan fazlasını geri aldı
affiliate-ask-payout = Ödeme iste
affiliate-paying = Ödeniyor
affiliate-paying-note = Ödemeyi yönetici yapar
affiliate-paid = Ödenen
affiliate-paid-note = Bakiyenize ve panel dışına

affiliate-last-days = { $count ->
    [one] Son { $count } gün
   *[other] Son { $count } gün
 }
affiliate-days = { $count ->
    [one] { $count } gün
   *[other] { $count } gün
 }
affiliate-period = Dönem
affiliate-clicks = Tıklamalar
affiliate-sign-ups = Kayıtlar
affiliate-orders = Siparişler
affiliate-sales = Satışlar
affiliate-earned = Kazanç
affiliate-sales-in = Satışlar, { $currency }
affiliate-earned-in = Kazanç, { $currency }
affiliate-commission-in = Komisyon, { $currency }
affiliate-amount-in = Tutar, { $currency }

affiliate-as-table = Tablo olarak
affiliate-by-day = Güne göre
affiliate-day-utc = Gün (UTC)
affiliate-chart-most = Bir günde en çok: { $amount }
affiliate-chart-none = Yok
affiliate-chart-clicks = Günlere göre tıklamalar. En yüksek: { $amount }, { $day }.
affiliate-chart-no-clicks = Günlere göre tıklamalar: yok.
affiliate-chart-earned = Günlere göre kazanç. En yüksek: { $amount }, { $day }.
affiliate-chart-not-earned = Günlere göre kazanç: yok.
affiliate-chart-bar = { $day }: { $amount }

affiliate-next-title = Sıradaki onaylar
affiliate-next-none = Henüz tarihi belli olan komisyon yok. Tarih, sipariş sona erince belli olur.
affiliate-referrals-count = { $count ->
    [one] { $count } referans
   *[other] { $count } referans
 }
affiliate-all-pending = Bekleyen tüm referanslar
affiliate-your-links = { $count ->
    [0] Linkiniz
    [one] Linkiniz
   *[other] Linkleriniz
 }
affiliate-copy = Kopyala
affiliate-no-link-counts = Şu anda linklerinizin hiçbiri ziyaretleri saymıyor.
affiliate-sub-ids-and-codes = Alt ID’ler ve QR kodları
affiliate-other-offers = { $count ->
    [one] Katılabileceğiniz bir program daha
   *[other] Katılabileceğiniz diğer programlar
 }
affiliate-what-it-is = Bu panelin linkini ihtiyacı olan kişilerle paylaşın. Biri linkinizle kayıt olduğunda siparişlerinden komisyon kazanırsınız; komisyon bakiyenize veya panel dışına ödenir.
affiliate-no-offer-title = Şu anda program yok
affiliate-no-offer-text = Şu anda katılabileceğiniz bir ortaklık programı yok. Programlar açıldığında burada gösterilir.
affiliate-none-title = Henüz satış ortağı değilsiniz
affiliate-none-text = Satış ortakları bir link paylaşır ve bu linkle kayıt olan müşterilerin siparişlerinden komisyon kazanır.
affiliate-see-offers = Programlara bak

## An offer to affiliates, and the form to join it

affiliate-choose-offer = Program seçin
affiliate-paid-for = Ödeme süresi
affiliate-offer-percent = Her siparişten %{ $percent }
affiliate-offer-flat = Her sipariş için { $amount }
affiliate-offer-always = Müşteri sipariş verdiği sürece
affiliate-offer-months = { $count ->
    [1] Kayıttan sonraki ilk ay
    [one] Kayıttan sonraki ilk { $count } ay
   *[other] Kayıttan sonraki ilk { $count } ay
 }
affiliate-sign-up-counts = Kaydın sayılması
affiliate-offer-click = { $count ->
    [one] Tıklamadan sonraki { $count } gün içinde
   *[other] Tıklamadan sonraki { $count } gün içinde
 }
affiliate-hold = Bekleme süresi
affiliate-offer-no-hold = Yok: sipariş sona erince onaylanır
affiliate-offer-hold = { $count ->
    [one] Sipariş sona erdikten { $count } gün sonra
   *[other] Sipariş sona erdikten { $count } gün sonra
 }
affiliate-minimum-payout = En düşük ödeme
affiliate-offer-payout = Bakiyeye { $balance }, panel dışına { $outside }
affiliate-approval = Onay
affiliate-offer-at-once = Hemen
affiliate-offer-looks = Yönetici her başvuruyu inceler
affiliate-terms = Bu programın koşulları
affiliate-code = Linkinizin kodu
affiliate-code-hint = 3–32 harf, rakam, - veya _. Rastgele bir kod için boş bırakın. Sonradan değiştirilemez.
affiliate-code-bad = Kod 3–32 harf, rakam, - veya _ içerebilir.
affiliate-code-taken = Bu kod alınmış. Başka bir kod seçin.
affiliate-note = Yöneticiye not
affiliate-note-hint = Örneğin linki nerede paylaşacağınız.
affiliate-note-too-long = Lütfen en çok 2000 karakter yazın.
affiliate-join = Katıl
affiliate-joined = Artık satış ortağısınız. Linkiniz bu.
affiliate-applied = Başvurunuz gönderildi. Yönetici bu sayfada yanıt verecek.
affiliate-applied-already = Bu programa zaten başvurdunuz.
affiliate-offer-closed = Bu program şu anda başvuru almıyor.

## Where an account stands in an offer: a word, and what it means

affiliate-member-pending = Bekliyor
affiliate-member-pending-text = Başvurdunuz. Yönetici burada yanıt verecek. Onaydan sonra linkinizi alırsınız.
affiliate-member-paused = Duraklatıldı
affiliate-member-paused-text = Program duraklatıldı: linkiniz yeni ziyaretleri saymıyor. Daha önce gelen müşteriler size komisyon kazandırmaya devam eder.
affiliate-member-approved = Onaylandı
affiliate-member-denied = Reddedildi
affiliate-member-denied-text = Başvurunuz reddedildi.
affiliate-member-suspended = Askıya alındı
affiliate-member-suspended-text = Üyeliğiniz askıya alındı: yeni siparişler komisyon kazandırmaz ve ödeme yapılmaz.
affiliate-operator-writes = Yöneticinin mesajı: { $reason }

## Links

affiliate-copy-link = Linki kopyala
affiliate-qr-label = Bu linkin QR kodu
affiliate-qr-too-long = Link, QR kodu için çok uzun. Alt ID’leri kısaltın.
affiliate-sub-ids = Alt ID’ler
affiliate-sub-ids-text = Alt ID’ler linkinizi paylaştığınız yerleri ayırt etmenizi sağlar, örneğin bulten veya video-12. Her referans, linkinin alt ID’lerini gösterir.
affiliate-sub-id = Alt ID { $number }
affiliate-make-the-link = Linki oluştur
affiliate-without-sub-ids = Alt ID olmadan

## Referrals

affiliate-referrals-csv = CSV
affiliate-state = Durum
affiliate-offer = Program
affiliate-all-offers = Tüm programlar
affiliate-from = Başlangıç
affiliate-to = Bitiş
affiliate-show = Göster
affiliate-showing = Gösterilen
affiliate-clear-all = Tümünü temizle
affiliate-filter-from = Başlangıç: { $day }
affiliate-filter-to = Bitiş: { $day }
affiliate-filter-all = Tümü
affiliate-filter-pending = Bekleyen
affiliate-filter-approved = Onaylanan
affiliate-filter-paid = Ödenen
affiliate-filter-denied = Reddedilen
affiliate-referrals-none-match-title = Eşleşen referans yok
affiliate-referrals-none-match-text = Başka bir durum veya başka tarihler deneyin.
affiliate-clear-filters = Filtreleri temizle
affiliate-referrals-none-title = Henüz referans yok
affiliate-referrals-none-text = Linkinizle kayıt olan bir müşterinin her siparişi bir referanstır. Komisyonuyla birlikte burada listelenir.
affiliate-get-link = Linkinizi alın
affiliate-referral-order = Sipariş
affiliate-referral-placed = Sipariş tarihi
affiliate-approved-on = Onay tarihi
affiliate-offer-and-sub-ids = Program ve alt ID’ler
affiliate-correction = Düzeltme
affiliate-referral-pending = Bekliyor
affiliate-referral-approved = Onaylandı
affiliate-referral-paying = Ödeniyor
affiliate-referral-paid = Ödendi
affiliate-referral-denied = Reddedildi
affiliate-why-refunded = Sipariş iade edildi.
affiliate-why-held = Önce yönetici kontrol eder.
affiliate-why-not-ended = Sipariş sona erdikten sonra.
affiliate-why-due = Yönetici onaylar.

## Payouts

affiliate-payout-suspended = Üyeliğiniz askıya alındı. Ödeme yapılmaz.
affiliate-payout-negative = Komisyonu ödendikten sonra bazı siparişler iade edildi. Önce sonraki komisyonlarınız bunu karşılar; ardından yeniden ödeme isteyebilirsiniz.
affiliate-to-balance = Bakiyeme
affiliate-to-balance-text = Onaylananın tamamı hemen bakiyenize geçer ve onunla sipariş verebilirsiniz. En düşük tutar: { $amount }.
affiliate-move-amount = { $amount } tutarını bakiyeme aktar
affiliate-move = Bakiyeme aktar
affiliate-outside-title = Panel dışına ödeme
affiliate-outside-text = Onaylananın tamamını yönetici elle öder. En düşük tutar: { $amount }.
affiliate-details = Para nereye gönderilsin
affiliate-details-hint = Örneğin sahibinin adıyla bir banka hesabı veya bir cüzdan adresi.
affiliate-open-requested = Yönetici ödemeye henüz başlamadı. Bu sona erince yeni bir ödeme isteyebilirsiniz.
affiliate-open-processing = Yönetici ödemeyi yapıyor. Bu sona erince yeni bir ödeme isteyebilirsiniz.
affiliate-cancel-payout = Bu ödemeyi iptal et
affiliate-payouts-none-here-title = Burada ödeme yok
affiliate-payouts-none-here-text = Bundan önce veya sonra ödeme yok.
affiliate-newest-payouts = En yeni ödemeler
affiliate-payouts-none-title = Henüz ödeme yok
affiliate-payouts-none-text = Her ödeme, sonucuyla birlikte burada listelenir.
affiliate-asked-for = İstek tarihi
affiliate-payout-to = Nereye
affiliate-payout-referrals = Referanslar
affiliate-payout-details = Ayrıntılar
affiliate-way-balance = Bakiyeme
affiliate-way-outside = Panel dışına
affiliate-payout-reference = İşlem no: { $reference }
affiliate-payout-requested = İstendi
affiliate-payout-processing = İşleniyor
affiliate-payout-completed = Tamamlandı
affiliate-payout-failed = Başarısız
affiliate-payout-canceled = İptal edildi
affiliate-payout-canceled-why = Satış ortağı iptal etti.
affiliate-paid-to-balance = { $amount } bakiyenize aktarıldı.
affiliate-asked-outside = { $amount } ödeme istediniz. Ödemeyi yönetici yapar.
affiliate-payout-is-canceled = Ödeme iptal edildi. Komisyonları yeniden onaylanmış durumda.
affiliate-ask-pending = Bu üyelik onay bekliyor; şu anda ödeme yapılmaz.
affiliate-ask-denied = Bu üyelik reddedildi; şu anda ödeme yapılmaz.
affiliate-ask-suspended = Bu üyelik askıya alındı; şu anda ödeme yapılmaz.
affiliate-ask-too-little = Onaylanan tutar: { $approved }. Ödenebilecek en düşük tutar: { $minimum }.
affiliate-ask-details = Paranın nereye gönderileceğini 1–1000 karakterle yazın.
affiliate-ask-one-is-open = Zaten açık bir ödeme var.
affiliate-ask-already = Bu ödeme zaten istendi.
affiliate-cancel-too-late = Bu ödeme artık iptal edilemez.

## What the script of the pages says
## The script puts what it knows in place of the arguments. It cannot choose words by a number, so
## each of these sentences has to be right with every number: "Ids copied: 1", "Ids copied: 5".

script-copied = Kopyalandı
script-not-copied = Kopyalanamadı: metni seçip elle kopyalayın
script-ids-copied = { $count } ID kopyalandı
script-ids-not-copied = Kopyalanamadı
script-now = Şu an: { $state }
script-lost = Panele ulaşılamadı; yeniden deneniyor
script-list-failed = Liste yüklenemedi. Yeniden denemek için yazmaya devam edin.
script-search-services = { $count } servis içinde ad, numara veya kategoriyle arayın
script-services = Servisler
script-close-list = Listeyi kapat
script-palette = Sayfa, sipariş numarası veya servis
script-waiting = Yanıt bekleniyor
script-status = Durum { $status }, { $ms } ms
script-more = … ve { $count } karakter daha
script-no-answer = Yanıt gelmedi: panele ulaşılamadı
script-key-first = Önce sayfanın üstüne bir anahtar yapıştırın

## Deposits that staff booked or declined

deposit-by-staff = Ekip tarafından kaydedildi
deposit-not-confirmed = Onaylanamadı.

## Add funds: how to pay, and what was told of

deposits-how = Nasıl ödenir
deposits-pay = 1. Ödeyin: { $method }
deposits-tell = 2. Bize bildirin
deposits-tell-why = Ödemeyi gördüğümüzde tutar bakiyenize eklenir.
deposits-amount = Ödediğiniz tutar, { $currency }
deposits-reference = Ödemenizin işlem numarası
deposits-reference-hint = Bankanızdaki veya cüzdanınızdaki numarası: ödemeyi bununla buluruz.
deposits-note = Not
deposits-note-hint = Örneğin hesap sahibinin adı.
deposits-picture = Ödemenin görseli
deposits-picture-hint = En çok 2 MB boyutunda bir ekran görüntüsü veya fotoğraf. Yalnızca üzerinde görüneni saklarız.
deposits-paid = Ödedim
deposits-no-method-title = Henüz ödeme yöntemi yok
deposits-no-method = Yönetici burada henüz bir ödeme yöntemi tanımlamadı. Nasıl bakiye yükleyebileceğinizi yöneticiye sorun.
deposits-none-title = Burada yükleme yok
deposits-none = Bundan önce veya sonra yükleme yok.
deposits-newest = En yeni yüklemeler
deposits-yours = Yüklemeleriniz
deposits-deposit = Yükleme
deposits-amount-in = Tutar, { $currency }
deposits-any-amount = Tutar sınırı yok
deposits-up-to = En çok { $max }
deposits-from = En az { $min }
deposits-between = { $min } – { $max }
deposits-amount-wrong = 25 veya { $example } gibi bir sayı yazın.
deposits-reference-wrong = Ödemenizin numarasını veya adını yazın.
deposits-thanks = Teşekkürler. Ödemeyi gördüğümüzde tutar bakiyenize eklenir.
deposits-again = Bu ödemeyi zaten bildirdiniz.
deposits-method-gone = Bu yöntem artık kullanılmıyor. Başka bir yöntem seçin.
deposits-at-least = En az { $min }.
deposits-at-most = En çok { $max }.
deposits-note-long = En çok 500 karakter.
deposits-too-many-open = Bekleyen beş ödemeniz var. Yenilerini, bunlara bakıldıktan sonra bildirin.
deposits-too-many = Bir günde 20 ödeme bildirdiniz. Yarın yeniden deneyin.
deposits-too-many-pictures = Bugün çok sayıda görsel gönderdiniz. Görselsiz bildirin veya yarın yeniden deneyin.
deposits-choose = Nasıl ödediğinizi seçin.
deposit-receipt = Makbuz { $id }
deposit-number = Yükleme { $id }
deposit-state = Durum
deposit-state-waiting = Beklemede
deposit-state-checked = Kontrol ediliyor
deposit-state-credited = Yüklendi
deposit-state-declined = Reddedildi
deposit-credited = Yüklenen
deposit-claimed = Bildirilen
deposit-method = Yöntem
deposit-reference = İşlem no
deposit-told = Bildirim
deposit-booked = Kayıt
deposit-credited-on = Yüklenme
deposit-answered = Yanıt
deposit-account = Hesap
deposit-picture = Görseliniz
deposit-picture-what = Bu ödeme için gönderdiğiniz görsel
deposit-note = Notunuz
deposit-tell-again = Yeniden bildir
deposit-print = Kayıtlarınız için bu sayfayı yazdırın veya PDF olarak kaydedin.
deposit-we-look = Paranın gelip gelmediğine bakıyoruz. Geldiğinde bakiyenize kendiliğinden eklenir.

## Deposits through a payment gateway

deposits-pay-by = { $method } ile öde
deposits-amount-wanted = Eklenecek tutar, { $currency }
deposits-fee-percent = Ücret eklenir: ödediğinizin % { $percent } kadarı.
deposits-fee-fixed = { $fixed } ücret eklenir.
deposits-fee-both = Ücret eklenir: ödediğinizin % { $percent } kadarı ve { $fixed }.
deposits-pays-in = { $currency } ile ödersiniz. Sonraki sayfa ne kadar olduğunu gösterir.
deposits-go-on = Devam et
deposits-go-on-what = Sonraki sayfa ücretle birlikte ne ödeyeceğinizi gösterir ve ödemeye götürür.
deposits-order-kept = Siparişiniz saklandı. Yatırma sayfası sizi ona geri götürür.
deposits-too-many-unpaid = Beş yüklemeniz henüz ödenmedi. Birini ödeyin veya sürelerinin dolmasını bekleyin.
deposits-too-many-begun = Bir günde 20 yükleme başlattınız. Yarın yeniden deneyin.
deposits-presets = Seçilebilecek tutarlar
deposits-preset-pay = { $amount } ödersiniz
deposits-preset-bonus = + { $bonus } ek bonus
deposits-bonus-percent = %{ $percent } bonus
deposits-bonus-cap = En fazla { $cap }
deposits-bonus-first = Yalnızca ilk yüklemede
deposits-bonus-when = Tutarın tamamı zamanında ödenirse bonus eklenir. İade edilen tutar, bonustaki payını da götürür.
deposits-held = Bu yolla ödediğiniz tutar, ulaştıktan { $hours } saat sonra bakiyenize eklenir.
deposits-young = Yeni hesaplar bir seferde en fazla { $max } ekler.
deposits-too-many-here = Bugün ağınızdan çok sayıda yükleme başlatıldı. Yarın yeniden deneyin.
deposits-code = Promosyon kodu
deposits-code-hint = Bu yüklemeyle bonus almak için.
deposits-code-yours = Kodunuz
deposits-code-use = Kullan
deposits-code-credited = Bakiyenize { $amount } eklendi.
deposits-code-percent = Bu kod bir yüklemeyle %{ $percent } fazlasını verir. Tutarı seçip devam edin.
deposits-code-wrong = Böyle bir kod yok ya da süresi bitti.
deposits-code-used = Bu kodu zaten kullandınız.
deposits-code-used-up = Bu kodun kullanım hakkı bitti.
deposits-code-not-first = Bu kod yalnızca ilk yükleme içindir.
deposits-code-at-once = Bu kod için yükleme gerekmez: aşağıda kullanın.
deposits-code-not-here = Bu yöntemle yapılan yüklemelerde kod kullanılamaz.
deposits-code-slow = Çok sayıda kod denediniz. Birkaç dakika bekleyin.
deposit-is-test = Bu bir deneme yöntemidir: gerçek para ödenmez.
deposit-state-preparing = Hazırlanıyor
deposit-state-to-pay = Ödenecek
deposit-state-partial = Kısmen ödendi
deposit-state-expired = Süresi doldu
deposit-state-failed = Ödenmedi
deposit-state-refunded = İade edildi
deposit-state-disputed = İtiraz edildi
deposit-state-charged-back = Ters ibraz
deposit-wanted = Eklenecek
deposit-pay-amount = Ödeyeceğiniz
deposit-paid-amount = Ödediğiniz
deposit-of-that-fee = Bunun { $fee } kadarı ücrettir.
deposit-taken = Geri alınan
deposit-begun = Başladı
deposit-pay = { $amount } öde
deposit-pay-until = Son ödeme zamanı
deposit-send-title = Coin gönderin
deposit-send-amount = Tam olarak gönderin
deposit-send-address = Bu adrese
deposit-send-memo = Bu memo ile
deposit-send-network = Bu ağ üzerinden
deposit-send-qr = QR kod olarak adres
deposit-send-qr-text = Kod yalnızca adresi içerir: tutarı cüzdanınızda siz girin.
deposit-send-copy-amount = Tutarı kopyala
deposit-send-copy-address = Adresi kopyala
deposit-send-copy-memo = Memoyu kopyala
deposit-send-memo-why = Memo olmadan paranız bulunamaz.
deposit-send-network-why = Yalnızca { $currency } gönderin ve yalnızca { $network } ağını kullanın. Başka yolla gönderilen kaybolur.
deposit-send-over = Gönderme süresi doldu: adrese artık hiçbir şey göndermeyin. Daha önce gönderdiğiniz bulunur.
deposit-preparing = Ödeme hazırlanıyor. Bu birkaç saniye sürer.
deposit-moves-by-itself = Ödeme gelince bu sayfa kendiliğinden değişir.
deposit-look-again = Yeniden bak
deposit-is-checked = Ödemeniz geldi ve inceliyoruz. Bitince bakiyeniz artar.
deposit-state-held = Bekletiliyor
deposit-held-until = Bakiyenize geçeceği zaman
deposit-is-held = Ödemeniz geldi. Yukarıdaki saatte bakiyenize eklenir.
deposit-bonus = Bonus
deposit-came-to-nothing = Bu yükleme için bakiyenize bir şey eklenmedi.
deposit-pay-again = Yeniden öde
deposit-order = Siparişiniz
deposit-order-waits = Siparişiniz burada bekliyor. Hiçbir şey kendiliğinden verilmez.
deposit-order-now = Para geldi. Siparişinizi gözden geçirin, sonra verin.

## Pictures that are sent

picture-again = Görseli yeniden seçin: saklanmadı.
picture-empty = Dosya boş. Başka bir dosya seçin.
picture-too-large = Görsel 2 MB’tan büyük. Daha küçük bir görsel seçin, örneğin ekran görüntüsünü.
picture-type = Bu bir PNG, JPEG veya WebP görseli değil. Başka bir dosya seçin.
picture-too-many-pixels = Görselde çok fazla piksel var: bir kenarda en çok 10.000, toplamda en çok 25 milyon. Daha küçük bir görsel seçin.
picture-moving = Hareketli görseller kabul edilmez. Sabit bir görsel seçin.
picture-damaged = Görsel bozuk veya eksik. Başka bir görsel seçin.
failure-file-too-large-title = Dosya çok büyük
failure-file-too-large = Bir görsel en çok 2 MB olabilir. Hiçbir şey gönderilmedi: geri dönüp daha küçük bir görsel seçin veya görsel eklemeyin.

## Support: tickets

nav-support = Destek
nav-unread = okunmamış
your-menu-unread = Menünüz; okunmamış yanıtlar var
keys-support = Desteğe git
order-ask = Bu sipariş hakkında sor
palette-tickets-words = destek talepleri talep ticket sorular yanıtlar yanitlar cevaplar yardım yardim iletişim iletisim
palette-new-ticket-words = destek talebi ticket sor soru sorun problem yardım yardim şikayet sikayet
tickets-first-title = Henüz bir şey sormadınız
tickets-first = Bir sipariş veya ödemeyle ilgili bir sorun varsa ya da bir sorunuz olursa destek talebi açın. İlgili siparişleri yazın; onları sorunuzun yanında görürüz. Yanıt burada görünür ve “Destek” yanındaki sayı size haber verir.
tickets-first-action = Soru sor
tickets-chips = Destek talepleri
tickets-all = Tümü
tickets-open = Açık
tickets-closed = Kapalı
tickets-none-title = Burada talep yok
tickets-none = Bu listede talebiniz yok.
tickets-none-action = Tüm talepler
tickets-yours = Talepleriniz
tickets-head-ticket = Talep
tickets-head-question = Soru
tickets-head-last = Son mesaj
tickets-new-answer = Yeni yanıt
ticket-new-title = Yeni destek talebi
ticket-number = Talep { $id }
ticket-subject = Konu
ticket-orders = Siparişler
ticket-orders-hint = İlgili siparişlerin numaraları, örneğin 17, 18.
ticket-orders-wrong = Sipariş numaralarını yazın, örneğin 17, 18.
ticket-question = Sorunuz
ticket-question-hint = Ne bekliyordunuz, ne oldu? En çok 10.000 karakter.
ticket-send = Gönder
ticket-back = Geri
ticket-before = Sormadan önce
ticket-before-order = Siparişin sayfası ne aşamada olduğunu, hemen orada iptal edip edemeyeceğinizi veya telafi isteyip isteyemeyeceğinizi gösterir.
ticket-your-orders = Siparişleriniz
ticket-no-secrets = Buraya asla şifre veya API anahtarı yazmayın. Bunlara ihtiyacımız yok.
ticket-picture = Görsel
ticket-picture-hint = Örneğin bir ekran görüntüsü; en çok 2 MB. Yalnızca üzerinde görüneni saklarız.
ticket-picture-what = Bu mesajdaki görsel
ticket-too-many-pictures = Bugün çok sayıda görsel gönderdiniz. Görselsiz yazın veya yarın yeniden deneyin.
ticket-close = Talebi kapat
ticket-earlier = Önceki mesajlar
ticket-messages = Mesajlar
ticket-you = Siz
ticket-newest = En yeni mesajlar
ticket-is-closed = Bu talep kapalı. Yeniden yazarsanız tekrar açılır.
ticket-message = Mesajınız
ticket-about = Bu talep hakkında
ticket-state = Durum
ticket-state-waiting = Yanıt bekliyor
ticket-state-answered = Yanıtlandı
ticket-state-closed = Kapalı
ticket-opened = Açılış
ticket-order = Sipariş { $id }
ticket-opened-done = Sorunuzu aldık. Yanıt burada görünecek.
ticket-sent = Mesajınız gönderildi.
ticket-closed-done = Talep kapatıldı. Yeniden yazarsanız tekrar açılır.
ticket-closed-already = Talep zaten kapalıydı.
ticket-choose-subject = Bir konu seçin.
ticket-no-order = { $order } numaralı bir siparişiniz yok.
ticket-no-orders = Bu siparişler sizin değil: { $orders }.
ticket-too-many-orders = Bir talepte en çok 20 sipariş.
ticket-too-many-open = Beş açık talebiniz var. Birine yazın veya önce birini kapatın.
ticket-too-many = Bir günde 10 talep açtınız. Yarın yeniden deneyin.
ticket-too-many-messages = Bir günde 60 mesaj yazdınız. Yarın yeniden deneyin.
ticket-text-empty = Mesajınızı yazın.
ticket-text-long =
    { $chars ->
        [one] En çok { $max } karakter. Bu metinde { $chars } karakter var.
       *[other] En çok { $max } karakter. Bu metinde { $chars } karakter var.
    }

## Announcements, and pages to look something up in

announcements-title = Duyurular
announcements-none-title = Henüz duyuru yok
announcements-none = Yenilikler ve değişiklikler bu sayfada duyurulur.
announcements-more =
    { $count ->
        [one] { $count } duyuru daha
       *[other] { $count } duyuru daha
    }
announcements-read = Oku
announcements-dismiss = “{ $title }” duyurusunu bir daha gösterme
announcements-important = Önemli
help-title = Yardım
help-none-title = Henüz sayfa yok
help-none = Sık sorulan soruların yanıtları burada olacak.
help-changed = Son değişiklik: { $day }.
palette-announcements-words = duyurular haberler mesajlar
palette-help-words = yardım yardim sayfalar sık sorulan sorular nasıl nasil

## Notices: what customers are told of

notices-title = Bildirimler
notices-bell = Bildirimler: { $count } okunmamış
notices-new = Yeni
notices-open = Aç
notices-open-named = Aç: { $title }
notices-read-all = Tümünü okundu say
palette-notices-words = bildirimler uyarılar uyarilar zil telegram
notices-all-read = Tümü okundu sayıldı.
notices-none-title = Henüz bildirim yok
notices-none = Hesabınızla, siparişlerinizle ve ödemelerinizle ilgili olanlar burada bildirilir.
notices-choose = Neler bildirilsin
account-notices-text = Panelde, e-postayla ve Telegram ile neler bildirilsin, seçin.
notices-way-panel = Panelde
notices-way-mail = E-postayla
notices-way-telegram = Telegram
notices-topic-sign-in = Yeni bir cihazdan veya ağdan girişler
notices-topic-credentials = Şifre, iki adımlı giriş veya token değişiklikleri
notices-topic-token-end = Süresi yakında dolacak tokenlar
notices-topic-balance = Düşük bakiye
notices-topic-deposits = Eklenen veya geri alınan para
notices-topic-orders = İstendiği gibi bitmeyen siparişler
notices-topic-requests = Telafi ve iptal yanıtları
notices-topic-tickets = Destek taleplerinize yanıtlar
notices-topic-prices = Sipariş ettiğiniz hizmetlerin yeni fiyatları
notices-hint-security = Hesabınızı koruduğu için panel ve e-posta bunu her zaman bildirir.
notices-hint-gathered = Birkaç dakika içinde olanlar tek iletide gelir.
notices-hint-prices = Son 90 günde sipariş ettiğiniz hizmetler için, günde en fazla bir kez.
notices-threshold = Bakiyem bunun altına düşünce bildir ({ $currency })
notices-threshold-hint = Her düşüşte bir kez. Boşsa hiçbir zaman.
notices-save = Kaydet
notices-saved = Kaydedildi.
notices-telegram-text = Bildirimlerinizi Telegram’da da okuyun: sohbetinizi @{ $bot } ile bağlayın.
notices-telegram-link = Telegram’ı bağla
notices-telegram-code = @{ $bot } sohbetini açın ve bu satırı gönderin. 15 dakika içinde, bir kez işe yarar.
notices-telegram-copy = Kopyala
notices-telegram-open = Telegram’ı aç
notices-telegram-is-linked = Telegram sohbetiniz bağlı.
notices-telegram-linked-as = Telegram sohbetiniz bağlı: { $name }.
notices-telegram-unlink = Bağlantıyı kaldır
notices-telegram-unlinked = Telegram sohbetiniz artık bağlı değil.
notices-telegram-none = Burada bir Telegram botu yok.
notices-stop-title = Daha az e-posta
notices-stop-text = Bununla ilgili e-posta artık gelmesin mi? { $topic }.
notices-stop-button = Artık gönderme
notices-stop-done = Bununla ilgili artık e-posta gelmez: { $topic }. Panelde okumaya devam edersiniz.
notices-stop-over = Bu bağlantı çalışmıyor. Neler bildirilsin, seçmek için giriş yapın.
notice-sign-in-title = Yeni bir cihazdan veya ağdan giriş
notice-sign-in-text = { $device }, { $address } adresinden, { $when }. Siz değilseniz hemen şifrenizi değiştirin ve diğer oturumları kapatın.
notice-password-title = Şifreniz değiştirildi
notice-password-text = { $when } tarihinde değiştirildi. Siz değilseniz hemen yeni bir şifre seçin.
notice-factor-changed-title = İki adımlı girişiniz değiştirildi
notice-factor-reset-title = İki adımlı girişiniz kaldırıldı
notice-factor-recovery-title = Bir kurtarma kodu kullanıldı
notice-issuer-on-title = Hesabınıza başka bir giriş yolu bağlandı
notice-issuer-off-title = Hesabınızın bir giriş yolu kaldırıldı
notice-reset-link-title = Ekip, hesabınıza yeni bir şifre seçmek için bir bağlantı oluşturdu
notice-factor-text = { $when } tarihinde oldu. Siz değilseniz hemen yeni bir şifre seçin ve desteğe yazın.
notice-token-made-title = Bir token oluşturuldu: { $name }
notice-token-replaced-title = Bir token yenilendi: { $name }
notice-token-revoked-title = Bir token iptal edildi: { $name }
notice-token-text = { $when } tarihinde oldu. Siz değilseniz tokenlarınızı iptal edin ve şifrenizi değiştirin.
notice-chat-title = Hesabınıza bir Telegram sohbeti bağlandı
notice-chat-text = { $when } tarihinde oldu. Sohbet artık bildirimlerinizi alır. Siz değilseniz bildirimler sayfanızda bağlantıyı kaldırın ve yeni bir şifre seçin. Yalnızca yeni bir şifre bağlantıyı kaldırmaz.
notice-expiring-title = Bir tokenın süresi yakında doluyor: { $name }
notice-expiring-text = { $when } tarihinde doluyor. Programlarınız sürsün diye önceden yenileyin.
notice-low-title = Bakiyeniz düşük
notice-low-text = Şu anda { $balance }. { $threshold } altına düşünce bilmek istemiştiniz.
notice-deposit-title = Bakiyenize { $amount } eklendi
notice-deposit-text = Artık onunla sipariş verebilirsiniz.
notice-taken-title = Bir ödemenin { $amount } tutarı geri alındı
notice-taken-text = Ödeme iade edildi veya itiraz edildi. Bakiyenizin yetmediği kısım borcunuzdur. Bakiyenize bundan sonra gelen her tutar önce onu öder.
notice-restored-title = { $amount } size geri verildi
notice-restored-text = İtiraz edilen bir ödeme yeniden geçerli.
notice-part-deposit = Bunun yükleme kısmı: { $amount }
notice-part-bonus = Bunun bonus kısmı: { $amount }
notice-repaid-title = { $amount } borcunuza gitti
notice-repaid-text = Bu tutar bakiyenize gelmişti: bir siparişin iadesiyle ya da bir ödemeyle. Önce borç ödenir. Ekstre her tutarı gösterir.
notice-ticket-title = Destek size yanıt verdi
notice-ticket-text = { $ticket } numaralı talebinizde yeni bir yanıt var.
notice-orders-title =
    { $count ->
        [one] Bir sipariş istendiği gibi bitmedi
       *[other] { $count } sipariş istendiği gibi bitmedi
    }
notice-requests-title =
    { $count ->
        [one] Bir isteğiniz yanıtlandı
       *[other] { $count } isteğiniz yanıtlandı
    }
notice-prices-title =
    { $count ->
        [one] Sipariş ettiğiniz bir hizmetin fiyatı değişti
       *[other] Sipariş ettiğiniz { $count } hizmetin fiyatı değişti
    }
notice-item-canceled = { $order } numaralı sipariş iptal edildi ve tutarı geri verildi.
notice-item-partial = { $order } numaralı siparişin bir kısmı teslim edildi, kalanı geri verildi.
notice-item-paused = { $order } numaralı abonelik duraklatıldı. Sayfası nedenini söyler.
notice-item-gave-up = { $order } numaralı sipariş sırasına zamanında ulaşamadı.
notice-item-refill-rejected = { $order } numaralı siparişin telafisi reddedildi.
notice-item-refill-completed = { $order } numaralı siparişin telafisi tamamlandı.
notice-item-cancel-refused = { $order } numaralı sipariş iptal edilemedi; sürüyor.
notice-item-cancel-done = { $order } numaralı sipariş isteğiniz üzerine iptal edildi.
notice-item-other = { $order } numaralı sipariş değişti.
notice-item-up = { $service } artık daha pahalı.
notice-item-down = { $service } artık daha ucuz.
notice-more = { $count } tane daha
telegram-linked = Bu sohbet bağlandı. Bundan sonra bildirimlerinizi burada okursunuz. Bitirmek için /stop gönderin.
telegram-code-over = Bu kod artık çalışmıyor. Hesap sayfanızda yeni bir kod oluşturun.
telegram-unlinked = Bu sohbet artık bağlı değil.

## Messages by mail. $panel is the panel's name

mail-automatic = Bu iletiyi { $panel } otomatik olarak gönderdi. Yanıtları kimse okumaz.
mail-button-fails = Düğme çalışmazsa bu adresi açın:
mail-sign-up-subject = { $panel } hesabınız
mail-sign-up-text = Biri, büyük olasılıkla siz, bu adresle { $panel } üzerinde bir hesap açmak istiyor. Şifre seçmek için bağlantıyı açın. 24 saat ve bir kez geçerlidir.
mail-sign-up-button = Hesabımı oluştur
mail-sign-up-end = Siz değildiyseniz bu iletiyi dikkate almayın: hesap oluşturulmaz.
mail-has-account-subject = { $panel } üzerinde bir hesabınız var
mail-has-account-text = Biri, büyük olasılıkla siz, bu adresi { $panel } üzerindeki bir hesap için kullanmak istedi. Zaten bir hesabı var: giriş yapın veya unuttuysanız yeni bir şifre seçin.
mail-has-account-button = Giriş yap
mail-has-account-end = Siz değildiyseniz bir şey yapmanız gerekmez.
mail-verify-subject = { $panel } için e-posta adresinizi doğrulayın
mail-verify-text = Bunun { $panel } hesabınızın adresi olduğunu doğrulayın. Bağlantı 24 saat ve bir kez geçerlidir.
mail-verify-button = Adresi doğrula
mail-verify-end = Orada hesabınız yoksa bu iletiyi dikkate almayın.
mail-reset-subject = { $panel } için yeni bir şifre
mail-reset-text = Biri, büyük olasılıkla siz, { $panel } hesabınız için yeni bir şifre seçmek istiyor. Bağlantı 30 dakika ve bir kez geçerlidir. Yeni bir bağlantı onun yerini alır.
mail-reset-button = Yeni bir şifre seç
mail-reset-end = Siz değildiyseniz bu iletiyi dikkate almayın: şifreniz aynı kalır.
mail-reset-staff-subject = { $panel } ekibi yeni bir şifre için size yardım ediyor
mail-reset-staff-text = { $panel } ekibi az önce hesabınız için yeni bir şifre seçeceğiniz bir bağlantı oluşturdu. Bağlantı 30 dakika ve bir kez geçerlidir. Yeni bir bağlantı onun yerini alır.
mail-reset-staff-end = Bunu siz istemediyseniz hemen desteğe yazın.
mail-password-subject = { $panel } şifreniz değiştirildi
mail-password-text = { $panel } hesabınızın şifresi az önce değiştirildi. Diğer oturumlar kapatıldı.
mail-password-button = Ben değildim: yeni bir şifre seç
mail-password-end = Sizseniz bir şey yapmanız gerekmez. Değilse hemen yeni bir şifre seçin ve API tokenlarınızı iptal edin.
mail-issuer-subject = { $panel } için yeni bir giriş yolu
mail-issuer-text = { $panel } hesabınız az önce başka bir yerdeki hesaba bağlandı. Orada oturumu açık olan kişi { $panel } hesabına giriş yapabilir.
mail-issuer-off-subject = { $panel } için bir giriş yolu kaldırıldı
mail-issuer-off-text = { $panel } hesabınız artık başka bir yerdeki hesaba bağlı değil. Bağlantı hesap sayfanızda ya da hesabınızın adresi veya şifresi değiştiği için kaldırıldı. Hesap sayfanızda yeniden bağlayabilirsiniz.
mail-second-on-subject = { $panel } hesabınızda iki adımlı giriş açıldı
mail-second-on-text = { $panel } hesabınız için az önce iki adımlı giriş kuruldu. Bundan sonra şifreyle birlikte o da istenir. Diğer oturumlar kapatıldı.
mail-second-off-subject = { $panel } hesabınızda artık iki adımlı giriş yok
mail-second-off-text = { $panel } hesabınızın iki adımlı girişi az önce sizin ya da yöneticinin tarafından kapatıldı. Bundan sonra girişe yalnızca şifre yeter.
mail-passkey-on-subject = { $panel } hesabınızda yeni bir geçiş anahtarı var
mail-passkey-on-text = { $panel } hesabınıza az önce bir geçiş anahtarı eklendi. Girişte şifrenin yanında istenir. Diğer oturumlar kapatıldı.
mail-passkey-off-subject = { $panel } hesabınızdan bir geçiş anahtarı kaldırıldı
mail-passkey-off-text = { $panel } hesabınızdan az önce bir geçiş anahtarı kaldırıldı. Hesapta iki adımlı giriş açık kalmaya devam ediyor. Diğer oturumlar kapatıldı.
mail-codes-new-subject = { $panel } için yeni kurtarma kodları
mail-codes-new-text = { $panel } hesabınız için az önce yeni kurtarma kodları oluşturuldu. Eskileri artık geçersiz.
mail-code-used-subject = { $panel } hesabınızda bir kurtarma kodu kullanıldı
mail-code-used-text = { $panel } hesabınızın kurtarma kodlarından biri az önce uygulamanızın kodu yerine kullanıldı.
mail-guessed-subject = Birisi { $panel } hesabınızda kod deniyor
mail-guessed-text = Birisi { $panel } hesabınızın şifresini biliyor ve çok sayıda yanlış kod girdi. İçeri giremedi. Yeni bir şifre seçin.
mail-second-end = Sizseniz bir şey yapmanız gerekmez. Değilse hemen yeni bir şifre seçin, hesap sayfanızda iki adımlı girişe bakın ve API tokenlarınızı iptal edin.
mail-address-confirm-subject = { $panel } için yeni adresinizi doğrulayın
mail-address-confirm-text = { $panel } hesabınızın adresi şu olacak: { $address }. Kabul ediyorsanız bağlantıyı açın. 24 saat ve bir kez geçerlidir.
mail-address-confirm-button = Bu adresi kullan
mail-address-confirm-end = Siz değildiyseniz bu iletiyi dikkate almayın: hiçbir şey değişmez.
mail-address-notice-subject = { $panel } adresiniz değişecek
mail-address-notice-text = { $panel } hesabınızın adresi { $address } olacak. Orada doğrulanır doğrulanmaz değişir. Sizseniz bir şey yapmanız gerekmez.
mail-address-notice-button = Ben değildim: değişikliği durdur
mail-address-notice-end = Bağlantı üç gün, değişiklikten sonra da geçerlidir: o zaman bu adresi geri getirir ve şifre geçersiz olur, e-postayla yeni bir tane seçersiniz. Tüm oturumları kapatır.
mail-address-changed-subject = { $panel } adresiniz değiştirildi
mail-address-changed-text = { $panel } hesabınızın adresi artık { $address }. Onunla giriş yaparsınız.
mail-address-changed-end = Siz değildiyseniz eski adrese daha önce gelen iletideki bağlantıyı açın. Üç gün geçerlidir.
mail-notice-button = Devamını oku
mail-notice-end = Neler bildirilsin, hesap sayfanızda seçersiniz. Bununla ilgili e-posta artık gelmesin isterseniz şunu açın: { $link }
mail-notice-end-security = Bu iletiler her zaman gelir, çünkü hesabınızı korur.
mail-export-subject = { $panel } verileriniz hazır
mail-export-text = { $panel } panelinin hesabınız hakkında sakladıklarını içeren dosya hazır. Hesaba giriş yapmış olan kişi için 24 saat orada kalır.
mail-export-button = Dosyayı al
mail-export-end = Bunu siz istemediyseniz hemen yeni bir parola seçin.
