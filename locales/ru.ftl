# Русский. Во всех языках одни и те же сообщения с одними и теми же аргументами.

## Times

moment = { $day }, { $time }
time-now = только что
time-minutes-ago = { $count } мин назад
time-in-minutes = через { $count } мин
time-hours-ago = { $count } ч назад
time-in-hours = через { $count } ч
time-days-ago =
    { $count ->
        [one] { $count } день назад
        [few] { $count } дня назад
        [many] { $count } дней назад
       *[other] { $count } дня назад
    }
time-in-days =
    { $count ->
        [one] через { $count } день
        [few] через { $count } дня
        [many] через { $count } дней
       *[other] через { $count } дня
    }
duration-minutes = { $count } мин
duration-hours = { $count } ч
duration-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
        [many] { $count } дней
       *[other] { $count } дня
    }

rate-per-thousand = { $price } за 1000

## The frame of all pages

maintenance = Сейчас заказы не принимаются: идут технические работы. Уже созданные заказы выполняются.
skip-to-content = Перейти к содержимому
nav-main = Главное меню
nav-new-order = Заказать
nav-orders = Заказы
nav-services = Услуги
nav-statement = Выписка
nav-add-funds = Пополнить
nav-affiliate = Партнёрам
nav-api = API
nav-account = Аккаунт
nav-updates = Обновления
nav-staff-side = Для персонала
nav-terms = Правила
nav-waiting = ожидает
sign-out = Выйти
balance = Баланс
your-menu = Ваше меню
search-placeholder = Номер заказа или ссылка
search-label = Поиск заказов
theme = Тема
theme-auto = Авто
theme-light = Светлая
theme-dark = Тёмная
theme-and-language = Тема и язык
language = Язык
close = Закрыть
keys-title = Горячие клавиши
keys-palette = Перейти к странице, заказу, услуге
keys-search = Поиск
keys-new-order = Новый заказ
keys-orders = Перейти к заказам
keys-services = Перейти к услугам
keys-updates = Перейти к обновлениям
keys-statement = Перейти к выписке
keys-add-funds = Перейти к пополнению баланса
keys-api = Перейти на страницу API
keys-affiliate = Перейти к партнёрской программе
keys-account = Перейти в аккаунт
keys-rows = Следующая, предыдущая строка
keys-select = Отметить строку
keys-open = Открыть строку
keys-pages = Следующая, предыдущая страница или заказ
keys-back = Закрыть, вернуться на шаг назад
keys-this = Этот список
keys-on = Включить одиночные клавиши в этом браузере
palette-label = Перейти

## Parts that several pages have

delivered = Выполнено
pages = Страницы
newer = Новее
older = Старее
previous = Назад
next = Далее
last-tries = Последние попытки
compact-rows = Компактные строки
copy-ids = Копировать ID
clear = Сбросить
remove-filter = Убрать фильтр { $filter }
optional = необязательно
please-check = Проверьте, пожалуйста

## Parameters of orders, in the form of a new order and on the page of an order

parameter-keywords = Ключевые слова
parameter-comments = Комментарии
parameter-usernames = Имена пользователей
parameter-username = Имя пользователя
parameter-username-hint = Без @
parameter-hashtags = Хештеги
parameter-hashtag = Хештег
parameter-hashtag-hint = Без #
parameter-media = Публикация
parameter-media-hint = Пост: упоминаются те, кто поставил ему лайк
parameter-answer = Ответ
parameter-answer-hint = Номер ответа
parameter-groups = Группы
parameter-min = Минимум на пост
parameter-max = Максимум на пост
parameter-max-hint = Случайное количество между минимумом и максимумом
parameter-delay = Задержка
parameter-delay-hint = В минутах после выхода поста, от 0 до 600
parameter-posts = Новые посты
parameter-posts-hint = Сколько постов; пусто — без ограничения
parameter-old-posts = Уже вышедшие посты
parameter-old-posts-hint = Сколько последних постов тоже обработать
parameter-expiry = Последний день
parameter-expiry-hint = день/месяц/год; пусто — без срока
parameter-country = Страна
parameter-country-hint = Код страны или WW
parameter-device = Устройство
parameter-device-desktop = Компьютер
parameter-device-android = Мобильное (Android)
parameter-device-ios = Мобильное (iOS)
parameter-device-mobile = Разные (мобильные)
parameter-device-mixed = Разные (мобильные и компьютеры)
parameter-traffic = Откуда приходят посетители
parameter-traffic-search = Из поиска
parameter-traffic-page = С другой страницы
parameter-traffic-direct = Напрямую
parameter-search-words = Поисковый запрос
parameter-search-words-hint = Для трафика из поиска
parameter-referring-page = Страница перехода
parameter-referring-page-hint = Для трафика с другой страницы
parameter-lines-hint = По одному в строке

## States of an order, as badges beside it

order-state-scheduled = Запланирован
order-state-pending = В ожидании
order-state-processing = В обработке
order-state-active = Действует
order-state-in-progress = Выполняется
order-state-completed = Выполнен
order-state-partial = Частично
order-state-canceled = Отменён
order-state-paused = На паузе
order-state-expired = Срок истёк

order-waiting-starts = начнётся { $when }
order-waiting-portion = следующая порция { $when }
order-waiting-credit = не хватает средств на следующий пост
order-waiting-operator = администрация проверяет заказ

order-progress = { $done } из { $total }
order-progress-posts-of =
    { $most ->
        [one] { $posts } из { $most } поста
        [few] { $posts } из { $most } постов
        [many] { $posts } из { $most } постов
       *[other] { $posts } из { $most } поста
    }
order-progress-posts =
    { $posts ->
        [one] { $posts } пост
        [few] { $posts } поста
        [many] { $posts } постов
       *[other] { $posts } поста
    }

## The lists of orders

orders-title = Заказы
orders-lists = Списки заказов
orders-tab-orders = Заказы
orders-tab-drip-feeds = Дрип-фиды
orders-tab-subscriptions = Подписки
orders-tab-refills = Рефиллы
orders-new-order = Новый заказ
orders-csv = CSV
orders-failed-title = Не удалось прочитать список
orders-away = База данных не ответила. С вашими заказами всё в порядке, они выполняются.
orders-try-again = Повторить
orders-clear-filters = Сбросить фильтры

orders-head-order = Заказ
orders-head-link = Услуга и ссылка
orders-head-account = Услуга и аккаунт
orders-head-state = Статус
orders-head-charge = Стоимость, { $currency }
orders-head-actions = Действия
orders-head-happens = Что произойдёт
orders-head-made = Сделано
orders-head-next = Следующий
orders-head-posts = Посты
orders-head-until = До
orders-head-asked = Запрошен
orders-head-answered = Ответ
orders-head-refill = Рефилл

orders-all = Все
orders-chip-pending = В ожидании
orders-chip-processing = В обработке
orders-chip-in-progress = Выполняются
orders-chip-paused = На паузе
orders-chip-completed = Выполненные
orders-chip-partial = Частичные
orders-chip-canceled = Отменённые
orders-chip-active = Действующие
orders-chip-ended = Завершённые

orders-search-and-filter = Поиск и фильтры
orders-filter-search = Номера, ссылка или услуга
orders-filter-service-hint = Номер или слова
orders-filter-kind = Вид
orders-filter-from = С
orders-filter-to = По
orders-filter-show = Показать
orders-kind-any = Любой вид
orders-kind-single = Одиночные заказы
orders-kind-mass = Массовые заказы
orders-kind-api = Через API
orders-kind-drip-feed = Дрип-фиды
orders-kind-paced = С заданной скоростью
orders-kind-subscription = Подписки
orders-filter-no-day = «{ $text }» — это не дата. Введите её в виде 2026-11-30.
orders-filter-days-reversed = Первый день позже последнего, поэтому показать нечего.

orders-showing = Показаны
orders-showing-one-state = <span class="soft">Показан</span><span>один статус</span>
orders-clear-all = Сбросить всё
orders-active-search = «{ $text }»
orders-active-service-id = Услуга ID { $service }
orders-active-service-words = Услуга «{ $text }»
orders-active-from = С { $day }
orders-active-from-wrong = С «{ $text }»: это не дата
orders-active-to = По { $day }
orders-active-to-wrong = По «{ $text }»: это не дата
orders-active-parent = Из заказа { $order }

orders-views = Ваши подборки
orders-view-keep = Сохранить подборку
orders-view-keep-yes = Сохранить
orders-view-name = Название подборки
orders-view-name-hint = Оно появится над списком. Подборка с тем же названием заменит прежнюю.
orders-view-remove = Удалить подборку { $name }
orders-view-kept = Подборка сохранена. Она теперь над списком.
orders-view-removed = Подборка «{ $name }» удалена.
orders-view-name-wrong =
    { $count ->
        [one] В названии должно быть от 1 до { $count } символа.
        [few] В названии должно быть от 1 до { $count } символов.
        [many] В названии должно быть от 1 до { $count } символов.
       *[other] В названии должно быть от 1 до { $count } символа.
    }
orders-view-nothing = Сначала выберите фильтр. Подборка сохраняет фильтры списка.
orders-view-too-long = Эти фильтры слишком длинные и не сохранятся. Сократите запрос.
orders-view-too-many =
    { $count ->
        [one] У вас уже { $count } подборка, больше сохранить нельзя. Сначала удалите одну.
        [few] У вас уже { $count } подборки, больше сохранить нельзя. Сначала удалите одну.
        [many] У вас уже { $count } подборок, больше сохранить нельзя. Сначала удалите одну.
       *[other] У вас уже { $count } подборки, больше сохранить нельзя. Сначала удалите одну.
    }

orders-none-title = Заказов пока нет
orders-none = Выберите услугу, вставьте ссылку и укажите количество. Заказ появится здесь, а его статус будет обновляться сам.
orders-none-action = Сделать первый заказ
orders-no-match-title = Ничего не найдено
orders-no-match = Попробуйте другой номер или ссылку либо посмотрите заказы во всех статусах.
orders-no-new-match-title = Среди новых заказов ничего не найдено
orders-no-new-match = Есть и более старые заказы, в них ещё не искали. Нажмите «Старее» или сузьте поиск по дням или услуге.

orders-actions-for = Действия с заказом { $order }
orders-open = Открыть
orders-cancel-ask = Отменить…
orders-refill-ask = Рефилл…
orders-again-ask = Заказать ещё раз…
orders-cancel-one-yes = Да, отменить заказ { $order }

## Many orders at once

orders-tick-all = Отметить все заказы на этой странице
orders-ticked = Отмеченные заказы
orders-ticked-count = Отмечено: <b class="num" data-tick-count>0</b>
orders-bulk-none-ticked = Сначала отметьте заказы.
orders-bulk-too-many = Отмечено заказов: { $count }. За один раз можно не больше { $most }.
orders-bulk-back = Назад
orders-bulk-back-to-list = Назад к списку
orders-cancel-title = Отменить эти заказы?
orders-cancel-none = Сейчас ни один из этих заказов отменить нельзя.
orders-cancel-intro = { $amount } сразу вернётся на ваш баланс.
orders-cancel-intro-asks = { $amount } сразу вернётся на ваш баланс. За то, что остановит поставщик, деньги вернутся после его ответа.
orders-cancel-yes =
    { $count ->
        [one] Отменить { $count } заказ
        [few] Отменить { $count } заказа
        [many] Отменить { $count } заказов
       *[other] Отменить { $count } заказа
    }
orders-refill-title = Запросить рефилл этих заказов?
orders-refill-none = Сейчас ни для одного из этих заказов рефилл недоступен.
orders-refill-intro = Рефилл бесплатный.
orders-refill-yes =
    { $count ->
        [one] Запросить { $count } рефилл
        [few] Запросить { $count } рефилла
        [many] Запросить { $count } рефиллов
       *[other] Запросить { $count } рефилла
    }
orders-refill-foreseen = Всё, что пропало, будет восстановлено.
orders-done-title =
    { $count ->
        [one] Готово: { $count } заказ
        [few] Готово: { $count } заказа
        [many] Готово: { $count } заказов
       *[other] Готово: { $count } заказа
    }
orders-done-all = Рядом с каждым заказом указано, что с ним произошло.
orders-done-left =
    { $count ->
        [one] { $count } заказ остался без изменений. Причина указана рядом с ним.
        [few] { $count } заказа остались без изменений. Причина указана рядом с каждым.
        [many] { $count } заказов остались без изменений. Причина указана рядом с каждым.
       *[other] { $count } заказа остались без изменений. Причина указана рядом с каждым.
    }

## Drip-feeds, subscriptions and refills

orders-drip-feeds-title = Дрип-фиды
orders-drip-feeds-teach = Дрип-фид повторяет заказ через равные промежутки времени, а заказ с заданной скоростью выполняется порциями. Если услуга это позволяет, нужные поля есть в форме заказа.
orders-subscriptions-title = Подписки
orders-subscriptions-teach = Подписка следит за аккаунтом и делает заказ на каждый новый пост. В форме заказа таких услуг указывают имя аккаунта.
orders-family-no-match-title = Ничего не найдено
orders-family-no-match = В этом статусе ничего нет.
orders-family-none-title = Пока ничего нет
orders-made-runs =
    { $total ->
        [one] { $made } из { $total } запуска
        [few] { $made } из { $total } запусков
        [many] { $made } из { $total } запусков
       *[other] { $made } из { $total } запуска
    }
orders-made-portions =
    { $total ->
        [one] { $made } из { $total } порции
        [few] { $made } из { $total } порций
        [many] { $made } из { $total } порций
       *[other] { $made } из { $total } порции
    }
orders-no-end = без срока

orders-refills-title = Рефиллы
orders-refills-no-match-title = Рефиллов не найдено
orders-refills-no-match = Рефиллов с таким статусом нет.
orders-refills-none-title = Рефиллов пока нет
orders-refills-none = Если часть выполненного пропала, запросите рефилл на странице заказа. Это бесплатно.
orders-refills-none-action = К выполненным заказам
orders-refills-open = Открытые
orders-refills-done = Выполненные
orders-refills-refused = Невыполненные
orders-refill-pending = Запрошен
orders-refill-under-way = Выполняется
orders-refill-completed = Выполнен
orders-refill-rejected = Отклонён
orders-refill-failed = Не удался

## The page of an order

order-number = Заказ { $order }
order-copy-number = Скопировать номер заказа
order-copy-link = Скопировать ссылку
order-updates = Обновляется само
order-start-count = Начальное количество
order-remains = Осталось
order-timeline = История
order-money = Деньги
order-charge = Стоимость
order-refunded = Возвращено
order-net = Итого
order-in-statement = В выписке

order-terms = Что заказано
order-service = Услуга
order-service-id = ID { $service }
order-link = Ссылка
order-made-as = Создан как
order-made-as-run = запуск <a href="/orders/{ $order }">заказа { $order }</a>
order-made-as-portion = порция <a href="/orders/{ $order }">заказа { $order }</a>
order-made-as-post = пост <a href="/orders/{ $order }">заказа { $order }</a>
order-runs = Запуски
order-portions = Порции
order-posts = Посты
order-all-children = Показать все
order-runs-value = { $runs } по { $each }
order-minutes-between = Интервал, мин
order-start = Начало
order-start-to-come = { $wait }, начнётся { $when }
order-start-past = { $wait }, начался { $when }
order-minutes-later = через { $count } мин после оформления
order-hours-later = через { $count } ч после оформления
order-days-later =
    { $count ->
        [one] через { $count } день после оформления
        [few] через { $count } дня после оформления
        [many] через { $count } дней после оформления
       *[other] через { $count } дня после оформления
    }
order-pace = Скорость
order-pace-value = { $speed } в минуту
order-portions-value = { $portions } по { $each } или больше
order-position = Позиция
order-position-value = { $position } или выше
order-given-up = Прекратить через
order-given-up-value = { $hours } ч
order-rate = Цена
order-placed = Оформлен
order-placed-page = { $when }, на сайте
order-placed-api = { $when }, через API
order-placed-subscription = { $when }, по подписке

order-actions = Что можно сделать
order-resume = Возобновить
order-resumed = Подписка возобновлена.
order-not-resumed = Возобновить можно только подписку на паузе, а эта не на паузе.
order-again = Заказать ещё раз
order-not-found = У вас нет такого заказа.

order-cancel = Отменить
order-cancel-yes = Отменить заказ
order-cancel-ends-subscription = Подписка сразу завершится: новых заказов на посты не будет. Уже сделанные заказы продолжатся.
order-cancel-ends = Заказ сразу завершится, вернётся { $amount }.
order-cancel-stops-runs =
    { $runs ->
        [one] { $runs } ещё не сделанный запуск будет отменён, вернётся { $amount }. Начатые запуски продолжатся: их отменяют по одному.
        [few] { $runs } ещё не сделанных запуска будут отменены, вернётся { $amount }. Начатые запуски продолжатся: их отменяют по одному.
        [many] { $runs } ещё не сделанных запусков будет отменено, вернётся { $amount }. Начатые запуски продолжатся: их отменяют по одному.
       *[other] { $runs } ещё не сделанного запуска будут отменены, вернётся { $amount }. Начатые запуски продолжатся: их отменяют по одному.
    }
order-cancel-stops-portions = Всё, что ещё не отправлено, будет отменено, вернётся { $amount }. Остальное мы попросим поставщика остановить.
order-cancel-asks = Мы попросим поставщика остановить заказ. После его ответа вернутся деньги за невыполненное; выполненное остаётся оплаченным.
order-canceled-subscription = Подписка завершена: новых заказов на посты не будет.
order-canceled = Заказ отменён; деньги за невыполненное вернулись на ваш баланс.
order-canceled-portions = Всё, что ещё не было отправлено, отменено, деньги возвращены. Поставщика попросили остановить остальное.
order-canceled-runs = Ещё не сделанные запуски отменены, деньги возвращены. Начатые запуски продолжаются.
order-cancel-asked = Поставщика попросили остановить заказ. Пока он не ответил, заказ выполняется.
order-no-cancel = Заказы этой услуги отменить нельзя.
order-no-cancel-ended = Отменить нельзя: заказ завершён.
order-no-cancel-runs-made = Отменить нельзя: все запуски уже сделаны. Отмените их по одному.
order-no-cancel-asked = Отмена уже запрошена; поставщик ещё не ответил.

order-refill = Рефилл
order-refill-question = Запросить восстановление того, что пропало? Это бесплатно.
order-refill-yes = Запросить рефилл
order-refill-asked = Рефилл запрошен. Это бесплатно.
order-no-refill-parent = Рефилл запрашивают для отдельных заказов, входящих в этот.
order-no-refill = У этой услуги нет рефилла.
order-no-refill-over = Срок рефилла для этой услуги истёк.
order-no-refill-not-completed = Рефилл доступен только для выполненного заказа.
order-no-refill-not-yet = Рефилл можно будет запросить, когда заказ будет выполнен.
order-no-refill-too-early = Рефилл будет доступен с { $when }.
order-no-refill-open = Рефилл уже выполняется.

## The timeline of an order

order-event-by-you = вами
order-event-by-operator = администрацией
order-event-placed = Оформлен
order-event-charged = Списано { $amount }
order-event-scheduled = Запланирован
order-event-queued = Ожидает отправки
order-event-submitting = Отправляется поставщику
order-event-active = Действует
order-event-accepted = Принят поставщиком
order-event-checking = Администрация проверяет заказ
order-event-unknown-text = Неясно, принял ли поставщик заказ.
order-event-completed = Выполнен
order-event-partial = Выполнен частично
order-event-partial-text = Не выполнено: { $left }
order-event-partial-back = Не выполнено: { $left }; на баланс вернулось { $amount }
order-event-came-back = На баланс вернулось { $amount }
order-event-canceled = Отменён
order-event-paused = На паузе
order-event-paused-text = На балансе не хватило средств на следующий пост. Пополните баланс и возобновите подписку.
order-event-expired = Последний день прошёл
order-event-run = Запуск сделан
order-event-portion = Порция сделана
order-event-post = Заказан новый пост
order-event-rank = Позиция { $position }
order-event-gave-up = Позиция не достигнута в срок
order-event-gave-up-text = Невыполненное остановлено, деньги за него возвращаются.
order-event-runs-canceled =
    { $runs ->
        [one] Отменён { $runs } ещё не сделанный запуск
        [few] Отменены { $runs } ещё не сделанных запуска
        [many] Отменено { $runs } ещё не сделанных запусков
       *[other] Отменены { $runs } ещё не сделанного запуска
    }
order-event-portions-canceled = Отменено всё, что ещё не отправлено
order-event-cancel-asked = Отмена запрошена
order-event-cancel-accepted = Поставщик останавливает заказ
order-event-cancel-refused = Поставщик не отменил заказ, выполнение продолжается
order-event-cancel-unanswered = Ответа об отмене пока нет, запрос отправлен снова
order-event-refill-asked = Рефилл запрошен
order-event-refill-waits = Рефилл пока не удалось запросить, попытка повторена
order-event-refill-accepted = Рефилл выполняется
order-event-refill-rejected = Поставщик отклонил рефилл
order-event-refill-completed = Рефилл выполнен
order-event-progress = Выполняется
order-event-progress-text = Осталось выполнить: { $left }
order-event-refunded = Деньги возвращены
order-event-refunded-text = Всего { $amount }
order-event-edited = Исправлен
order-event-edited-start = начальное количество { $count }
order-event-edited-link = ссылка { $link }
order-event-edited-list = { $first }, { $next }
order-event-tried =
    { $count ->
        [one] { $count } попытка, последняя { $when }
        [few] { $count } попытки, последняя { $when }
        [many] { $count } попыток, последняя { $when }
       *[other] { $count } попытки, последняя { $when }
    }
order-event-not-taken = Не принят
order-event-not-taken-yet = Поставщик пока не принял заказ. Панель сама отправит его ещё раз.
order-event-not-taken-at-all = Поставщик не принял заказ.

## The chart of an order

chart-now = сейчас <strong>{ $value }</strong>
chart-table = Показать таблицей
chart-when = Когда
chart-portion = Порция
chart-delivered = Выполнено
chart-pace = Скорость
chart-pace-summary =
    { $portions ->
        [one] Отправлено { $made } из { $portions } порции, единиц: { $sent } из { $units }.
        [few] Отправлено { $made } из { $portions } порций, единиц: { $sent } из { $units }.
        [many] Отправлено { $made } из { $portions } порций, единиц: { $sent } из { $units }.
       *[other] Отправлено { $made } из { $portions } порции, единиц: { $sent } из { $units }.
    }
chart-pace-now = отправлено { $sent } из { $units }
chart-pace-wanted =
    { $portions ->
        [one] { $portions } порция по { $each } или больше
        [few] { $portions } порции по { $each } или больше
        [many] { $portions } порций по { $each } или больше
       *[other] { $portions } порции по { $each } или больше
    }
chart-pace-note = Сплошная линия — что отправлено, пунктирная — что запланировано.
chart-position = Позиция
chart-position-summary = Позиция изменилась с { $first } на { $last }.
chart-position-summary-wanted = Позиция изменилась с { $first } на { $last }; цель — { $wanted }.
chart-position-wanted = цель { $wanted }
chart-position-note = 1 — лучшая позиция.
chart-position-note-wanted = Пунктирная линия — позиция, которую нужно достичь.

## New order: the page

new-title = Новый заказ
new-tabs = Вид заказа
new-tab-one = Один заказ
new-tab-mass = Массовый заказ
new-no-services-title = Услуг пока нет
new-no-services-text = Администрация ещё не открыла ни одной услуги. Когда услуга появится, её можно будет заказать здесь.
new-no-services-see-orders = К вашим заказам
new-blank = Выберите услугу — здесь появятся её поля и цена.
new-last-orders = Последние заказы
new-all-orders = Все заказы

## New order: the facts about the service

new-about-service = Об этой услуге
new-service-id = ID { $id }
new-rate = Цена
new-average-time = Среднее время
new-refill = Рефилл
new-cancel = Отмена
new-yes = Да
new-no = Нет
new-refill-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
        [many] { $count } дней
       *[other] { $count } дня
    }
new-one-package = один пакет
new-range = { $min }–{ $max }
new-about-a-minute = около минуты
new-about-minutes = около { $count } мин
new-about-hours = около { $count } ч
new-about-days =
    { $count ->
        [one] около { $count } дня
        [few] около { $count } дней
        [many] около { $count } дней
       *[other] около { $count } дня
    }

## The types of services. Resellers know them by their English names: translate those that are
## common words in your language's trade.

new-kind-default = Обычная
new-kind-package = Пакет
new-kind-seo = SEO
new-kind-custom-comments = Свои комментарии
new-kind-custom-comments-package = Пакет своих комментариев
new-kind-mentions = Упоминания
new-kind-mentions-with-hashtags = Упоминания с хештегами
new-kind-mentions-custom-list = Упоминания по своему списку
new-kind-mentions-hashtag = Упоминания по хештегу
new-kind-mentions-user-followers = Упоминания подписчиков
new-kind-mentions-media-likers = Упоминания лайкнувших пост
new-kind-comment-likes = Лайки на комментарий
new-kind-comment-replies = Ответы на комментарий
new-kind-poll = Опрос
new-kind-invites-from-groups = Приглашения из групп
new-kind-subscriptions = Подписки
new-kind-web-traffic = Веб-трафик

## New order: the fields of the form

new-hint = { $text }.
new-link = Ссылка
new-link-hint = Страница, для которой делается заказ, или имя профиля.
new-quantity = Количество
new-range-hint = От { $min } до { $max }.
new-most-hint = От { $min } до { $max }. Случайное количество между минимумом и максимумом.
new-lines-hint = По одному в строке; строк: от { $min } до { $max }.
new-last-day-hint = Последний день, когда обрабатываются посты; пусто — без срока.
new-drip = Дрип-фид: повторять этот заказ
new-runs = Запуски
new-runs-hint = Сколько раз, от 1 до { $max }.
new-interval = Интервал, мин
new-interval-hint = От 1 до { $max }, то есть до недели.
new-delivery = Когда и с какой скоростью
new-after = Минут до начала
new-after-hint = От 0 до { $max }, то есть до 30 дней; пусто — сразу.
new-position = Позиция
new-position-hint = От 1 до { $max }. Количество — от { $least }, скорость — 1 в минуту. Когда позиция достигнута, деньги за остаток возвращаются.
new-hours = Прекратить через, ч
new-hours-hint = От 1 до { $max }; пусто — { $hours }.
new-speed = Скорость (в минуту)
new-speed-hint = Например, 0.5 или 20: заказ выполняется порциями. Пусто — как можно быстрее.
new-place = Оформить заказ
new-check = Сначала рассчитать стоимость

## New order: the charge

new-charge = Стоимость
new-balance-after = Останется на балансе
new-balance-short = На балансе не хватает средств для этого заказа.
new-add-funds = Пополнить для этого заказа
new-how = { $count } × { $price } / 1000
new-how-runs =
    { $runs ->
        [one] { $runs } запуск по { $count } × { $price } / 1000
        [few] { $runs } запуска по { $count } × { $price } / 1000
        [many] { $runs } запусков по { $count } × { $price } / 1000
       *[other] { $runs } запуска по { $count } × { $price } / 1000
    }
new-how-post = сейчас; { $most } за каждый пост
new-how-posts = сейчас; от { $least } до { $most } за каждый пост
new-fill-in-for-charge = Заполните «{ $field }», чтобы увидеть стоимость.
new-charge-to-come = Стоимость появится, когда поля будут заполнены.

## New order: what is wrong with it

new-choose-service = Выберите услугу.
new-service-gone = Эта услуга больше не продаётся. Выберите другую.
new-service-gone-meanwhile = Эта услуга больше не продаётся. Выберите другую; деньги не списаны.
new-link-missing = Укажите ссылку.
new-link-refused = Заказы для этой ссылки здесь не принимаются.
new-link-unreadable = Это не адрес открытой страницы и не имя.
new-quantity-missing = Укажите количество.
new-quantity-not-whole = Количество — целое число, например 1000.
new-too-few = Для этой услуги — не меньше { $min }.
new-too-many = Для этой услуги — не больше { $max }.
new-too-few-lines =
    { $count ->
        [one] Для этой услуги — не меньше { $min }; сейчас { $count } строка.
        [few] Для этой услуги — не меньше { $min }; сейчас { $count } строки.
        [many] Для этой услуги — не меньше { $min }; сейчас { $count } строк.
       *[other] Для этой услуги — не меньше { $min }; сейчас { $count } строки.
    }
new-too-many-lines =
    { $count ->
        [one] Для этой услуги — не больше { $max }; сейчас { $count } строка.
        [few] Для этой услуги — не больше { $max }; сейчас { $count } строки.
        [many] Для этой услуги — не больше { $max }; сейчас { $count } строк.
       *[other] Для этой услуги — не больше { $max }; сейчас { $count } строки.
    }
new-between = Целое число от { $min } до { $max }.
new-fill-in = Заполните «{ $field }».
new-position-missing = Укажите позицию.
new-position-or-runs = Для заказа на позицию дрип-фид недоступен.
new-speed-or-runs = Выберите скорость или запуски: у дрип-фида своя скорость.
new-speed-unreadable = Число больше 0, например 0.5 или 20; после точки не больше трёх цифр.
new-choose-one = Выберите из списка.
new-too-long = Слишком длинно.
new-day-unreadable = День, который ещё не прошёл, например 31/12/2026.
new-most-below-least = Не меньше минимума на пост.
new-one-line = Нужна одна строка.
new-unreadable = Не удалось прочитать: нужно имя или одна строка текста.
new-not-drip-fed = Для этой услуги дрип-фид недоступен.
new-dearer = Теперь стоимость — { $amount }, это больше, чем было показано. Заказ не оформлен, деньги не списаны. Если вы согласны, отправьте форму ещё раз.
new-funds = На балансе { $amount } — для этого заказа не хватает. Деньги не списаны.
new-duplicate = Заказ этой услуги для этой ссылки ещё не завершён. Дождитесь его завершения.
new-form-used = До ваших изменений по этой форме уже был оформлен заказ, он в разделе «Заказы». Сейчас ничего не оформлено и не списано. Чтобы сделать ещё один заказ, отправьте форму снова.
new-unverified = Подтвердите адрес эл. почты, прежде чем заказывать: ссылку пришлёт страница аккаунта. Деньги не списаны.
new-confirm-first = Смотреть можно всё. Чтобы заказывать, сначала подтвердите адрес эл. почты на <a href="/account#address">странице аккаунта</a>.
new-busy = Сейчас слишком большая нагрузка. Деньги не списаны; отправьте форму чуть позже.
new-maintenance = Сейчас заказы не принимаются: идут технические работы. Деньги не списаны; попробуйте позже.
new-outcome-unknown = Связь с базой данных ненадолго пропала, и неизвестно, оформлен ли заказ. Отправьте эту форму ещё раз без изменений: заказ будет оформлен и оплачен не более одного раза.
new-look-over = Пока ничего не оформлено. Проверьте данные и отправьте ещё раз.
new-unseen = Пока ничего не оформлено: этот заказ стоит { $amount }. Если вы согласны, отправьте форму ещё раз.
new-same-seconds = Такой же заказ вы оформили { $count } с назад: заказ { $order }. Сейчас ничего не оформлено. Чтобы сделать ещё один, отправьте форму снова.
new-same-minutes = Такой же заказ вы оформили { $count } мин назад: заказ { $order }. Сейчас ничего не оформлено. Чтобы сделать ещё один, отправьте форму снова.

## New order: what was done

new-placed = Заказ { $order } оформлен; списано { $amount }.
new-placed-already = Заказ { $order } уже был оформлен; второй раз деньги не списаны.
new-placed-by-posts = Заказ { $order } оформлен; за каждый пост деньги списываются при его заказе.

## The list of services to choose from

picker-service = Услуга
picker-category = Категория
picker-all = Все
picker-favourites = Избранное
picker-lately = Недавние
picker-find = Найти услугу
picker-search = Найти
picker-choose = Выберите услугу
picker-show-fields = Показать поля этой услуги
picker-none = Ничего не найдено. Введите меньше слов.
picker-no-favourites = В избранном пока пусто. Услугу добавляет звёздочка рядом с ней.
picker-more = Найдено ещё { $count }. Уточните запрос.
picker-count =
    { $count ->
        [one] { $count } услуга
        [few] { $count } услуги
        [many] { $count } услуг
       *[other] { $count } услуги
    }
picker-count-and-more =
    { $count ->
        [one] { $count } услуга; показано { $shown }. Уточните запрос.
        [few] { $count } услуги; показано { $shown }. Уточните запрос.
        [many] { $count } услуг; показано { $shown }. Уточните запрос.
       *[other] { $count } услуги; показано { $shown }. Уточните запрос.
    }
picker-id = ID { $id }
picker-rate = { $price } / 1000
picker-refill = Рефилл
picker-cancel = Отмена
picker-drip = Дрип-фид

## Mass order: many orders at once, one a line

mass-title = Массовый заказ
mass-left-out = Пропущено
mass-again-service-gone = Заказ { $order }: его услуги больше нет.
mass-again-more-fields = Заказ { $order }: его поля не умещаются в строку. Повторите его с его собственной страницы.
mass-lines = Заказы, по одному в строке
mass-lines-hint = услуга | ссылка | количество. Можно вставить ячейки из таблицы. Если у услуги есть комментарии, каждый следующий столбец — комментарий.
mass-check = Проверить строки
mass-no-lines = Введите или вставьте хотя бы одну строку.
mass-too-many =
    { $count ->
        [one] За один раз можно не больше { $most }, а здесь { $count } строка.
        [few] За один раз можно не больше { $most }, а здесь { $count } строки.
        [many] За один раз можно не больше { $most }, а здесь { $count } строк.
       *[other] За один раз можно не больше { $most }, а здесь { $count } строки.
    }
mass-changed = После проверки строки изменились. Ничего не оформлено. Проверьте их и отправьте ещё раз.
mass-some-faults = В некоторых строках есть ошибки. Ничего не оформлено. Исправьте их или оформите только верные.

## Mass order: what became of the lines

mass-good = Можно оформить: { $good }
mass-good-some = Можно оформить: { $good }, с ошибками: { $bad }
mass-placed = Оформлено: { $placed }
mass-placed-some = Оформлено: { $placed }, не оформлено: { $refused }
mass-csv = CSV
mass-see-orders = К вашим заказам
mass-table = Строки
mass-line = Строка
mass-service-and-link = Услуга и ссылка
mass-quantity = Количество
mass-charge = Стоимость
mass-result = Результат
mass-order = Заказ { $order }
mass-line-good = Верно
mass-charged = Списано
mass-charge-of-good = Стоимость верных строк
mass-balance = Баланс
mass-balance-after = Останется на балансе
mass-correct = Строки, по которым заказы не оформлены, снова стоят выше. Исправьте их, проверьте и оформите.
mass-place =
    { $count ->
        [one] Оформить { $count } заказ
        [few] Оформить { $count } заказа
        [many] Оформить { $count } заказов
       *[other] Оформить { $count } заказа
    }
mass-place-good =
    { $count ->
        [one] Оформить { $count } верный
        [few] Оформить { $count } верных
        [many] Оформить { $count } верных
       *[other] Оформить { $count } верного
    }

## Mass order: what is wrong with a line

mass-not-on-sale = Услуга { $service } не продаётся.
mass-no-service = Строка начинается с номера услуги.
mass-more-fields = У услуги типа «{ $kind }» больше полей: закажите её через форму одного заказа.
mass-more-cells = После количества есть что-то лишнее.
mass-balance-short = На балансе не хватает средств для этой строки.
mass-line-no-answer = База данных не ответила. Отправьте эту строку ещё раз без изменений: заказ будет оформлен не более одного раза.

## The start: what a guest sees first

start-headline = Заказывайте оптом. Следите за каждым заказом.
start-text = Оформляйте заказы по одному, списком или через API. Смотрите, как выполняется каждый и сколько он стоил.
start-create-account = Создать аккаунт
start-sign-in = Войти
start-all-services = Все услуги ({ $count })
start-how = Как это работает
start-order = Заказывайте
start-order-text = Один заказ, целый список строк или ваша собственная программа: цена видна до того, как вы согласитесь.
start-follow = Следите
start-follow-text = У каждого заказа видно, сколько уже выполнено. Деньги за невыполненное возвращаются на баланс.
start-account = Ведите учёт
start-account-text = Каждое движение по балансу есть в выписке, её можно скачать.
start-sold = Что здесь продаётся
start-price-list = Весь прайс-лист
start-more-categories =
    { $count ->
        [one] И ещё { $count } категория
        [few] И ещё { $count } категории
        [many] И ещё { $count } категорий
       *[other] И ещё { $count } категории
    }

guest-sign-in = Войти
guest-sign-up = Регистрация

## Services: the price list

services-title = Услуги
services-description = Услуги { $panel }: цены, лимиты и среднее время выполнения.
services-updates = Обновления
services-csv = CSV
services-search-placeholder = Название, номер или категория
services-search = Поиск услуг
services-category = Категория
services-all-categories = Все категории
services-category-count = { $category } ({ $count })
services-show = Показать
services-clear-filters = Сбросить фильтры
services-shown = Показаны
services-all = Все
services-favourites = Избранное
services-count =
    { $count ->
        [one] { $count } услуга
        [few] { $count } услуги
        [many] { $count } услуг
       *[other] { $count } услуги
    }
services-page = { $from }–{ $to } из { $count }
services-no-favourite-title = Здесь нет избранного
services-no-favourite-text = Нажмите звёздочку рядом с услугой, и она появится здесь.
services-see-all = Все услуги
services-none-title = Ничего не найдено
services-none-text = Введите меньше слов или выберите другую категорию.
services-empty-title = Услуг пока нет
services-empty-text = Администрация ещё не открыла ни одной услуги. Когда услуга появится, она будет здесь.
services-to-start = На главную
services-favourite = Избранное
services-id = ID
services-service = Услуга
services-rate = Цена за 1000, { $currency }
services-quantity = Количество
services-average-time = Среднее время
services-allows = Доступно
services-allows-refill = Рефилл
services-allows-cancel = Отмена
services-allows-drip-feed = Дрип-фид
services-one-package = один пакет
services-order = Заказать
services-order-service = Заказать услугу { $service }
services-star = Избранное: услуга { $service }
services-star-add = Добавить в избранное
services-star-remove = Убрать из избранного

## One service

service-order = Заказать
service-description = Описание
service-no-description = Описания нет.
service-changes = Что изменилось
service-all-updates = Все обновления
service-change-day = День
service-change = Изменение
service-change-rate = Цена, { $currency }
service-id = Услуга ID { $service }
service-for-package = за один пакет
service-per-thousand = за 1000
service-min = Минимальное количество
service-max = Максимальное количество
service-time = Среднее время
service-time-unknown = Пока неизвестно
service-refill = Рефилл
service-refill-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
        [many] { $count } дней
       *[other] { $count } дня
    }
service-cancel = Отмена
service-drip-feed = Дрип-фид
service-one-link = На одну ссылку
service-one-link-text = Не больше одного незавершённого заказа
service-type = Тип
service-yes = Да
service-no = Нет

## Updates of the price list

updates-title = Обновления
updates-services = Услуги
updates-kind = Вид изменения
updates-all = Все
updates-mine = Только заказанные мной
updates-none-title = Изменений этого вида не было
updates-none-text = Обновления хранятся полгода.
updates-see-all = Все обновления
updates-empty-title = Обновлений пока нет
updates-empty-text = Здесь по дням показаны новые услуги, изменения цен и услуги, снятые с продажи.
updates-see-services = К услугам
updates-time = Время, { $zone }
updates-change = Изменение
updates-id = ID
updates-service = Услуга
updates-rate = Цена за 1000, { $currency }
updates-quantity = Количество
updates-added = Новая
updates-restored = Снова в продаже
updates-removed = Снята с продажи
updates-price-up = Цена выросла
updates-price-down = Цена снизилась
updates-limits = Лимиты
updates-a-package = за пакет
updates-quantity-changed = <span class="soft">Количество</span> <span class="num"><span class="soft">{ $old }</span> → { $new }</span>

## The terms: what the site may be used for

terms-title = Правила использования
terms-description = Для чего можно использовать { $panel }.
terms-contact = Пишите: <b>{ $contact }</b>.
terms-since = Действуют с { $day }.
terms-intro = Эти правила определяют, для чего можно использовать { $panel }. Они действуют для каждого заказа, как бы он ни был оформлен: на этих страницах, списком или через API.
terms-does-title = Что делает эта панель
terms-does = Панель продаёт заказы, ведёт их учёт, передаёт их поставщику и ведёт по ним расчёты. У неё нет аккаунтов на других сайтах, она ничего там не делает и не загружает страницы. Что и как выполняется, зависит от поставщика услуги.
terms-duties-title = За что отвечаете вы
terms-duties-rules = Вы соблюдаете правила каждой платформы, которой касаются ваши заказы.
terms-duties-law = Вы соблюдаете законы страны, где находитесь вы, и страны, где находится ваша аудитория. Например, в США 16 CFR 465.8 запрещает продавать и покупать поддельные показатели влияния в социальных сетях, чтобы вводить в заблуждение в коммерческих целях.
terms-duties-targets = Вы делаете заказы только для своих страниц или с согласия их владельца.
terms-duties-resell = Если вы перепродаёте услуги, вы требуете соблюдения этих правил и от своих клиентов.
terms-forbidden-title = Что запрещено
terms-forbidden-illegal = Всё незаконное, а также то, что помогает мошенничеству, обману покупателей или фальшивым отзывам.
terms-forbidden-harassment = Преследование, угрозы, ненависть и травля человека или группы людей.
terms-forbidden-elections = Выборы, референдумы, политические кампании и общественные обсуждения.
terms-forbidden-health = Утверждения о лечении, сведения об общественном здоровье и чрезвычайных ситуациях.
terms-forbidden-finance = Финансовая реклама, которая может повлиять на цены или втянуть людей в сомнительную схему.
terms-forbidden-minors = Материалы, которые сексуализируют несовершеннолетних или эксплуатируют кого бы то ни было, и всё, что на них указывает.
terms-forbidden-pretending = Попытки выдать себя за другого, помехи работе сервиса или сети.
terms-operator-title = Что может администрация
terms-operator = Администрация может отклонить или отменить заказ, заблокировать страницу и приостановить аккаунт, который нарушает эти правила. Деньги за невыполненное возвращаются на баланс. Записи о заказах и движении денег хранятся.
terms-target-title = Если заказы делают на вашу страницу
terms-target = Любой может попросить администрацию заблокировать страницу, профиль или сайт. Запрет действует для всех клиентов и всех способов заказа.
terms-cookies-title = Cookie
terms-cookies = Панель использует только необходимые ей cookie. Они никому не передаются.
terms-cookie-session = <b>session</b> помнит, что вы вошли. Устанавливается при входе, не более чем на 30 дней.
terms-cookie-device = <b>device</b> сообщает, что с этого браузера в ваш аккаунт уже входили, чтобы вам не мешали неверные пароли, которые вводят другие. Доступа ни к чему не даёт. Устанавливается при входе, на год.
terms-cookie-second = <b>half</b> ведёт вас ко второму фактору во время входа, на десять минут. <b>remembered</b> устанавливается, только если вы отметите, что в этом браузере код не нужен, на 30 дней. Без пароля они ни к чему не дают доступа.
terms-cookie-looks = <b>theme</b> и <b>density</b> хранят выбранный вами вид страниц. Устанавливаются при выборе, на год.
terms-cookie-language = <b>lang</b> хранит язык, на котором вы хотите читать. Устанавливается при выборе, на год.
terms-cookie-flash = <b>flash</b> хранит сообщение для следующей страницы, на минуту.
terms-cookie-visitor = <b>visitor</b> устанавливается, только если вы пришли по ссылке партнёра. Хранит случайный ID столько дней, сколько указано в предложении для партнёров. При регистрации сообщает панели, кто её вам порекомендовал, чтобы этот человек получил вознаграждение.

## The API page, for developers

api-description = Как заказывать в { $panel } из программ: примеры на curl, PHP, Python, JavaScript и Go.
api-heading = API
api-keys = Ключи и их журналы запросов
api-sign-in = Войдите, чтобы создать ключ
api-tabs = Виды API
api-copy-address = Скопировать адрес
api-key-label = API-ключ для примеров
api-token-label = Токен для примеров
api-key-hint = Он остаётся на этой странице и подставляется в примеры. Он не сохраняется и отправляется, только когда вы нажимаете «Отправить» ниже.
api-examples = Примеры
api-language = Язык
api-example = Пример на { $language }
api-copy-example = Скопировать пример на { $language }
api-copy = Копировать
api-try = Попробовать
api-try-key = Запрос идёт с этой страницы к этой панели с API-ключом, указанным выше.
api-try-token = Запрос идёт с этой страницы к этой панели с токеном, указанным выше.
api-try-real = Это настоящий запрос от вашего аккаунта.
api-try-real-logged = Это настоящий запрос от вашего аккаунта, он попадёт в <a href="/account/tokens">журнал запросов</a>.
api-call = Запрос
api-send = Отправить
api-yes = Да, выполнить
api-no = Ничего не делать
api-answer = Ответ
api-v2-title = API v2
api-v2-about = Общепринятый протокол панелей. Скриптам и панелям, которые его знают, нужны только другой URL и другой ключ. Один адрес принимает параметры формы методом POST и отвечает в JSON.
api-v2-key = Ключ начинается с wb_.
api-order-title = API заказов
api-order-about = Три запроса с JSON на входе и на выходе и bearer-токеном. Заказ может начаться позже, идти с заданной скоростью и стремиться к позиции.
api-order-key = JWT с правом просматривать и оформлять заказы.
api-marketplace-title = API партнёра
api-marketplace-about = Для партнёров: что принесли их ссылки. Только чтение, с bearer-токеном.
api-marketplace-key = JWT с правом affiliate:read.
api-table-actions = Действия
api-table-add = Что принимает add, по типам услуг
api-table-order-statuses = Статусы заказов
api-table-errors = Тексты ошибок
api-table-limits = Ограничения
api-table-calls = Запросы
api-table-create = Что принимает create
api-table-statuses = Статусы
api-table-codes = Коды ответа
api-table-parameters = Параметры
api-field-order = Заказ
api-field-orders = Заказы
api-field-service = Услуга
api-field-link = Ссылка
api-field-quantity = Количество
api-field-refill = Рефилл
api-field-page = Страница
api-field-rows = Строк на странице
api-field-type = Тип
api-field-vote = Голоса
api-field-after = Через, мин
api-field-speed = Скорость, в минуту
api-asks-order = Будет оформлен настоящий заказ, его стоимость спишется с вашего баланса.
api-asks-cancel = Будет запрошена отмена настоящего заказа.
api-asks-refill = Будет запрошен рефилл настоящего заказа.

## Sign-in, sign-up, the terms

auth-sign-in-title = Вход
auth-sign-in = Войти
auth-session-over = Ваш сеанс завершён. Войдите, и форма заказа откроется такой, какой вы её заполнили. Ничего не оформлено.
auth-email = Эл. почта
auth-password = Пароль
auth-new-here = Впервые здесь? <a href="/sign-up">Создайте аккаунт</a>
auth-wrong-pair = Неверный адрес эл. почты или пароль.
auth-suspended-because = Аккаунт приостановлен: { $reason }
auth-suspended = Аккаунт приостановлен. Напишите администрации.
auth-elsewhere = Сотрудники не могут войти из этой сети. Обратитесь к владельцу панели.
auth-made-over = Этот пароль был создан для вас, и срок его действия истёк. Выберите новый по ссылке «Забыли пароль?» или обратитесь к администрации.
auth-made-text = Ваш пароль был создан для вас. Прежде чем продолжить, выберите свой.
auth-too-many-tries =
    { $minutes ->
        [one] Слишком много попыток. Попробуйте ещё раз через { $minutes } минуту.
        [few] Слишком много попыток. Попробуйте ещё раз через { $minutes } минуты.
        [many] Слишком много попыток. Попробуйте ещё раз через { $minutes } минут.
       *[other] Слишком много попыток. Попробуйте ещё раз через { $minutes } минуты.
    }
auth-second-title = Второй фактор
auth-second-code = Код
auth-second-hint = Шесть цифр, которые сейчас показывает приложение, или один из кодов восстановления.
auth-second-remember = Не спрашивать в этом браузере 30 дней
auth-second-remember-hint = Только на устройстве, которым больше никто не пользуется.
auth-second-lost = Если у вас нет ни того, ни другого, напишите оператору.
auth-second-again = Войти заново
auth-second-missing = Введите код.
auth-second-wrong = Код неверный или уже использован. Приложение показывает новый каждые 30 секунд.
auth-second-codes-left =
    { $count ->
        [one] Вы использовали код восстановления. Остался { $count } код.
        [few] Вы использовали код восстановления. Осталось { $count } кода.
        [many] Вы использовали код восстановления. Осталось { $count } кодов.
       *[other] Вы использовали код восстановления. Осталось { $count } кода.
    }
auth-second-over-title = Время входа истекло
auth-second-over = Код нужно ввести в течение десяти минут и не более чем с пяти попыток. Начните заново с пароля.
auth-sign-up-title = Создать аккаунт
auth-sign-up-brought = Вам порекомендовали нас через предложение <strong>{ $offer }</strong>.
auth-sign-up-invited =
    { $role ->
        [owner] Вас пригласили управлять этой панелью в роли: <strong>владелец</strong>.
        [admin] Вас пригласили управлять этой панелью в роли: <strong>администратор</strong>.
       *[support] Вас пригласили управлять этой панелью в роли: <strong>поддержка</strong>.
    }
auth-password-hint = Не меньше 10 символов: подойдут несколько слов, но не ваш адрес и не распространённый пароль. Можно вставить пароль из менеджера паролей.
auth-accept-terms-label = Я принимаю <a href="/terms">правила использования</a>
auth-create-account = Создать аккаунт
auth-have-account = Уже есть аккаунт? <a href="/sign-in">Войдите</a>
auth-terms-missing = Чтобы создать аккаунт, примите правила.
auth-email-taken = На этот адрес уже есть аккаунт. Войдите в него.
auth-too-many-here = Сегодня из вашей сети зарегистрировалось много людей. Попробуйте завтра или попросите приглашение у администрации.
auth-closed-title = Регистрация закрыта
auth-closed = Сейчас панель не создаёт новых аккаунтов. Если аккаунт у вас есть, войдите.
auth-by-invitation-title = Регистрация по приглашениям
auth-by-invitation = Чтобы получить аккаунт, попросите у администрации приглашение и откройте ссылку из него.
auth-invite-over-title = Приглашение больше не действует
auth-invite-over = Ссылка уже использована, отозвана или старше семи дней. Попросите новую у того, кто её прислал.
auth-operator = Администрация: <strong>{ $contact }</strong>
auth-terms-title = Принять правила
auth-terms-heading = Прежде чем продолжить
auth-terms-read = Я прочитал(а) эти правила и принимаю их
auth-terms-accept = Принять и продолжить
auth-sign-out-instead = Выйти
auth-terms-changed = Тем временем правила изменились. Пожалуйста, прочитайте их ещё раз.
auth-terms-tick = Чтобы принять правила, поставьте отметку.
auth-proof-title = Ещё раз ваш пароль
auth-proof-heading = Введите пароль ещё раз
auth-proof-why = Вы давно его не вводили, а это важное действие. Пока ничего не сделано; всё, что вы заполнили, сохранено.
auth-proof-none = У вас здесь нет пароля или вы его забыли? Выберите пароль по ссылке из письма и войдите с ним.
auth-proof-password = Ваш пароль
auth-proof-wrong = Это не ваш пароль.
auth-proof-code-heading = Введите код ещё раз
auth-proof-code-why = Вы давно не вводили код или не вводили его вовсе, а это важное действие. Пока ничего не сделано; всё, что вы заполнили, сохранено.
auth-go-on = Продолжить
auth-carried-title = Вход выполнен
auth-carried-heading = Вы вошли
auth-carried-text = Всё, что вы заполнили, сохранено. Пока ничего не оформлено.
auth-carried-show = Вернуться к моему заказу

## Forgotten passwords, and links that were mailed

auth-forgot-link = Забыли пароль?
auth-forgot-title = Выберите новый пароль
auth-forgot-text = Мы пришлём ссылку, по которой вы выберете новый.
auth-forgot-send = Отправить ссылку
auth-remember = Вспомнили? <a href="/sign-in">Войдите</a>
auth-issuer-continue = Войти через { $issuer }
auth-issuer-again = Прошло слишком много времени, или вход начат в другом браузере. Начните снова.
auth-issuer-refused = Вход не выполнен: { $issuer }. Попробуйте ещё раз или введите пароль.
auth-issuer-away = Сервис сейчас недоступен: { $issuer }. Введите пароль или попробуйте позже.
auth-issuer-staff = В этот аккаунт входят по паролю.
auth-issuer-no-address = Адрес почты там не подтверждён: { $issuer }. Введите пароль или создайте аккаунт с паролем.
auth-issuer-password-once = У { $email } здесь есть аккаунт. Войдите один раз по паролю, потом можно входить через { $issuer }.
auth-issuer-linked = Подключено. Теперь можно входить и так.
auth-issuer-other-address = Не подключено: там указан адрес { $email }, а у вашего аккаунта другой.
auth-issuer-taken = Не подключено: тот аккаунт или ваш здесь уже подключён.
auth-issuer-connect-title = Подключить { $issuer }?
auth-issuer-connect-text = Ваш адрес в { $issuer }: { $email }. Если подключить, вошедший там сможет войти и здесь.
auth-issuer-connect = Подключить
auth-issuer-connect-not = Нет, назад
auth-mailed-title = Проверьте почту
auth-mailed-reset = Если у { $email } есть аккаунт, письмо со ссылкой уже в пути. Ссылка действует 30 минут и один раз.
auth-mailed-sign-up = Письмо отправлено на { $email }. По ссылке из него можно продолжить; она действует 24 часа и один раз.
auth-mailed-hint = Ничего не пришло? Загляните в папку «Спам» и проверьте адрес. Новая ссылка заменяет прежнюю.
auth-sign-up-by-mail = Мы пришлём ссылку. По ней вы выберете пароль, и аккаунт будет готов.
auth-reset-title = Выберите новый пароль
auth-reset-tokens = Отозвать и мои токены API
auth-reset-tokens-hint = Программам, которые заказывают от вашего имени, понадобятся новые. Сделайте это, если в вашем аккаунте был кто-то другой.
auth-reset-save = Сохранить новый пароль
auth-reset-done = Пароль изменён, все сеансы завершены. Войдите с новым паролем.
auth-reset-done-tokens =
    { $count ->
        [one] Пароль изменён, все сеансы завершены, отозван { $count } токен. Войдите с новым паролем.
        [few] Пароль изменён, все сеансы завершены, отозвано { $count } токена. Войдите с новым паролем.
        [many] Пароль изменён, все сеансы завершены, отозвано { $count } токенов. Войдите с новым паролем.
       *[other] Пароль изменён, все сеансы завершены, отозвано { $count } токена. Войдите с новым паролем.
    }
auth-link-over-title = Эта ссылка больше не действует
auth-link-over = Её уже использовали, была отправлена новая или вышел её срок. Запросите новую.
auth-confirm-title = Подтвердите адрес
auth-confirm-text = Вы подтверждаете, что { $email } — ваш адрес.
auth-confirm-button = Подтвердить адрес
auth-confirm-done = Ваш адрес подтверждён.
auth-address-title = Использовать этот адрес
auth-address-text = Теперь адресом вашего аккаунта станет { $email }. С ним вы будете входить.
auth-address-button = Использовать этот адрес
auth-address-done = У вашего аккаунта новый адрес. Теперь входите с ним.
auth-stop-title = Оставить прежний адрес
auth-stop-text = Адресом вашего аккаунта останется { $email }, все сеансы будут завершены. Если адрес уже сменили, пароль тоже перестанет действовать, и вы выберете новый по письму.
auth-stop-button = Остановить смену
auth-stop-kept = Ваш адрес остался прежним, все сеансы завершены. Если смену запросили не вы, кто-то знает ваш пароль: выберите новый.
auth-stop-put-back = Прежний адрес возвращён, все сеансы завершены, старый пароль больше не действует. Введите свой адрес, и вы получите ссылку для выбора нового.
auth-stop-taken = Все сеансы завершены. Но прежний адрес вернуть нельзя: его уже имеет другой аккаунт, или он выглядит так же, как адрес другого аккаунта. Напишите тем, кто ведёт эту панель, и скажите, как вы можете подтвердить, что аккаунт ваш.

## New passwords and e-mail addresses that are refused

account-error-password-short =
    { $count ->
        [one] Нужно не меньше { $count } символа.
        [few] Нужно не меньше { $count } символов.
        [many] Нужно не меньше { $count } символов.
       *[other] Нужно не меньше { $count } символа.
    }
account-error-password-long =
    { $count ->
        [one] Можно не больше { $count } байта.
        [few] Можно не больше { $count } байт.
        [many] Можно не больше { $count } байт.
       *[other] Можно не больше { $count } байта.
    }
account-error-password-common = Это один из самых распространённых паролей, их пробуют первыми. Лучше взять несколько не связанных между собой слов.
account-error-password-around = Это распространённый пароль с цифрами или знаками вокруг, такие пробуют следом. Лучше взять несколько не связанных между собой слов.
account-error-password-digits = Здесь только цифры и знаки: возьмите не меньше { $count } или добавьте слова. Лучше взять несколько не связанных между собой слов.
account-error-password-few = В нём меньше четырёх разных символов. Лучше взять несколько не связанных между собой слов.
account-error-password-row = Это ряд соседних символов, как abcdef или 987654. Лучше взять несколько не связанных между собой слов.
account-error-password-repeats = В нём повторяются одни и те же символы. Лучше взять несколько не связанных между собой слов.
account-error-password-known = Это почти ваш адрес или название этой панели. Лучше взять несколько не связанных между собой слов.
account-error-password-breached = Этот пароль утёк с другого сайта, поэтому такие пробуют в числе первых. Возьмите пароль, которого у вас больше нигде нет.
account-error-password-same = Это ваш нынешний пароль. Выберите другой.
account-error-email = Введите адрес эл. почты, например name@example.com.

## Why there is no page

failure-unreadable-title = Не удалось прочитать запрос
failure-unreadable = Вернитесь, обновите страницу и попробуйте ещё раз.
failure-cross-site-title = Этот запрос пришёл с другого сайта
failure-cross-site = Ради вашей безопасности ничего не сделано. Откройте страницу здесь и попробуйте ещё раз.
failure-forbidden-title = У вас нет на это прав
failure-forbidden = Ваша роль этого не позволяет. Изменить её может владелец.
failure-not-found-window = Не найдено
failure-not-found-title = Здесь ничего нет
failure-not-found = Такой страницы нет, или она вам недоступна. Проверьте адрес или номер.
failure-method-title = Эту страницу нельзя открыть таким способом
failure-method = Вернитесь и попробуйте ещё раз.
failure-too-large-title = Слишком много за один раз
failure-too-large = Отправьте меньше или разделите на части.
failure-too-many-title = Слишком много запросов
failure-too-many = Подождите немного и попробуйте ещё раз.
failure-busy-title = Слишком большая нагрузка
failure-busy = Ничего не сделано. Попробуйте ещё раз через несколько секунд.
failure-away-title = База данных недоступна
failure-away = Попробуйте ещё раз через несколько секунд. Если вы что-то сохраняли, сначала проверьте, сохранилось ли оно.
failure-unknown-title = Результат неизвестен
failure-unknown = Связь с базой данных ненадолго пропала. Возможно, действие выполнено: проверьте, прежде чем повторять.
failure-internal-title = У нас что-то пошло не так
failure-internal = Ошибка записана. Попробуйте ещё раз.
failure-number = Если это повторится, сообщите нам этот номер: <code>{ $number }</code>
failure-copy-number = Скопировать номер запроса
failure-to-start = На главную
failure-sign-in = Войти

## The account page

account-title = Аккаунт
account-tokens-title = Токены
account-tokens-none = Ваши программы делают заказы с помощью API-ключей и JWT.
account-tokens-live =
    { $count ->
        [one] Действует { $count } токен.
        [few] Действуют { $count } токена.
        [many] Действуют { $count } токенов.
       *[other] Действуют { $count } токена.
    }
account-profile-title = Профиль
account-name = Имя
account-name-hint = Как к вам обращаться администрации.
account-name-too-long =
    { $count ->
        [one] Не больше { $count } символа.
        [few] Не больше { $count } символов.
        [many] Не больше { $count } символов.
       *[other] Не больше { $count } символа.
    }
account-name-control = Только одна строка из букв.
account-zone = Часовой пояс
account-zone-hint = Время и даты показаны в этом поясе.
account-zone-unknown = Выберите из списка.
account-profile-save = Сохранить профиль
account-profile-saved = Профиль сохранён.
account-theme-hint = Тема действует в этом браузере. «Авто» — как на вашем устройстве.
account-language-hint = Язык действует для вашего аккаунта и этого браузера.
account-password-title = Пароль
account-sign-in-as = Вы входите как <b>{ $email }</b>.
account-password-current = Текущий пароль
account-password-new = Новый пароль
account-password-hint = Не меньше 10 символов: подойдут несколько слов, но не ваш адрес и не распространённый пароль. Другие сеансы будут завершены.
account-password-change = Сменить пароль
account-password-changed = Пароль изменён. Другие сеансы завершены.
account-password-wrong = Это не ваш пароль.
account-address-title = Адрес эл. почты
account-address-is-confirmed = Этот адрес подтверждён.
account-address-unconfirmed = Этот адрес ещё не подтверждён. Мы отправим на него ссылку; откройте её, чтобы показать, что вы читаете эту почту.
account-address-send = Отправить ссылку
account-address-sent = Ссылка отправлена на { $email }. Она действует 24 часа.
account-address-confirmed = Ваш адрес уже подтверждён.
account-address-new = Новый адрес
account-address-hint = Он начнёт действовать, когда вы откроете ссылку, которую мы туда отправим. Нынешний адрес получит уведомление и сможет остановить смену в течение трёх дней.
account-address-change = Сменить адрес
account-address-asked = Откройте ссылку, отправленную на { $email }. До этого ваш адрес остаётся прежним.
account-address-same = Это уже ваш адрес.
account-address-too-many = На этот адрес за час отправлено много писем. Попробуйте позже.
account-issuers-title = Другие способы входа
account-issuers-text = Кроме пароля. Второй фактор всё равно спрашивается.
account-issuer-connect = Подключить
account-issuer-remove = Отключить
account-issuer-removed = Отключено. Вы входите по паролю.
account-sessions-title = Сеансы
account-sessions-end-others = Завершить все остальные
account-sessions-others-ended = Все остальные сеансы завершены.
account-session-this = Этот сеанс
account-session-end = Завершить
account-session-ended = Сеанс завершён.
account-visits-title = Поддержка просматривала ваш аккаунт
account-visits-text = Чтобы помочь вам, сотрудники могут видеть ваши страницы так же, как вы. Изменить на них они ничего не могут.
account-visit-time = { $day }, с { $from } до { $until }

## The second factor: a code of an app, beside the password

second-title = Второй фактор
second-on = У вашего аккаунта есть второй фактор.
second-none = У вашего аккаунта нет второго фактора.
second-what = С ним тому, кто узнал ваш пароль, нужно ещё то, что есть у вас: приложение, которое создаёт коды, или ключ доступа.
second-change = Изменить
second-set-up = Настроить
second-app-title = Приложение с кодами
second-app-what = Приложение на телефоне показывает новый код каждые 30 секунд.
second-since = Настроен: { $day }.
second-another = Использовать другое приложение
second-codes-title = Коды восстановления
second-codes-left =
    { $count ->
        [one] Остался { $count } код.
        [few] Осталось { $count } кода.
        [many] Осталось { $count } кодов.
       *[other] Осталось { $count } кода.
    }
second-codes-text = С каждым можно один раз войти без приложения. Храните их отдельно от устройства с приложением.
second-codes-new = Создать новые коды
second-codes-once = Эти коды показаны только один раз. Прежние больше не действуют.
second-codes-copy = Скопировать все
second-codes-saved = Я их сохранил
second-browsers-title = Запомненные браузеры
second-browsers =
    { $count ->
        [one] Код не спрашивается в { $count } браузере.
        [few] Код не спрашивается в { $count } браузерах.
        [many] Код не спрашивается в { $count } браузерах.
       *[other] Код не спрашивается в { $count } браузера.
    }
second-browsers-forget = Снова спрашивать во всех
second-forgotten = Код снова спрашивается во всех браузерах.
second-off-title = Выключить
second-off-text = После этого для входа достаточно пароля. Другие сеансы будут завершены.
second-turned-off = Второй фактор выключен. Другие сеансы завершены.
second-is-off = Второго фактора нет.
second-staff-need = Сотрудникам этой панели нужен второй фактор.
second-scan = Отсканируйте это приложением, которое создаёт коды, например менеджером паролей.
second-qr = Ключ в виде QR-кода
second-type = Или введите этот ключ в приложение:
second-copy-secret = Скопировать ключ
second-code = Код приложения
second-code-hint = Шесть цифр, которые приложение показывает сейчас.
second-turn-on = Включить
second-code-wrong = Приложение показывает другой код. Верно ли время на вашем устройстве?
second-offer-over = Этому ключу больше часа. Начните заново.
second-is-on = Второй фактор включён. Другие сеансы завершены.
## Собственные данные

privacy-title = Ваши данные
privacy-link = Что о вас хранится, всё это одним файлом, и закрытие аккаунта.
privacy-open = Посмотреть
privacy-kept-text = Одно панель хранит некоторое время, другое — пока существует аккаунт.
privacy-kept = Что и как долго хранится
export-title = Ваши данные одним файлом
export-text = Архив ZIP с вашим профилем, способами входа, сеансами, токенами, уведомлениями, обращениями, заказами, выпиской, пополнениями и партнёрским доходом в виде JSON и CSV. Он создаётся в фоне. Когда он готов, придёт сообщение. Он доступен один день, только вам.
export-ask = Создать файл
export-asked = Файл создаётся. Когда он будет готов, придёт сообщение.
export-under = Ваш файл создаётся.
export-too-many = Сегодня вы просили достаточно раз. Попросите снова завтра.
export-ready = Ваш файл готов ({ $size }).
export-until = Он доступен до
export-save = Сохранить файл
export-failed = Файл не удалось создать. Попросите снова.
closing-title = Закрыть аккаунт
closing-text = Ваш адрес, имя, второй фактор, уведомления, обращения, картинки и токены стираются, все сеансы завершаются. Заказы и движения денег остаются в книгах только под номером. Отменить это нельзя.
closing-open = Сначала должно завершиться следующее:
closing-orders = { $count ->
        [one] { $count } открытый заказ
        [few] { $count } открытых заказа
        [many] { $count } открытых заказов
       *[other] { $count } открытого заказа
    }
closing-deposits = { $count ->
        [one] { $count } пополнение без решения
        [few] { $count } пополнения без решения
        [many] { $count } пополнений без решения
       *[other] { $count } пополнения без решения
    }
closing-owed = Долг { $amount }
closing-payout = Незавершённая выплата
closing-gives-up-balance = Вы отказываетесь от баланса: { $amount }. Никто его не вернёт.
closing-gives-up-earnings = Вы отказываетесь от заработанного как партнёр: { $amount }.
closing-confirm = Ваш адрес почты
closing-confirm-hint = Введите { $email } для подтверждения.
closing-confirm-wrong = Это не адрес вашего аккаунта.
closing-submit = Закрыть мой аккаунт навсегда
closing-is-open = Что-то ещё открыто. Аккаунт не закрыт.
closing-more = Отказаться придётся от большего, чем говорила эта страница. Посмотрите снова.
closing-last-owner = Вы последний владелец панели. Сначала сделайте владельцем кого-то ещё.
closing-done = Ваш аккаунт закрыт.
kept-title = Что и как долго хранится
kept-description = Что { $panel } хранит о клиентах и как долго.
kept-text = Сроки те, по которым эта панель работает сейчас.
kept-what = Что
kept-span = Как долго
kept-days = { $count ->
        [one] Не дольше { $count } дня
        [few] Не дольше { $count } дней
        [many] Не дольше { $count } дней
       *[other] Не дольше { $count } дня
    }
kept-until-closed = Пока аккаунт не закрыт
kept-ever = Всегда; после закрытия аккаунта — только под номером
kept-account = Ваш адрес, имя, часовой пояс и язык. От пароля хранится хеш, по которому его никто не прочтёт.
kept-sessions = С какого сетевого адреса и в каком браузере вы вошли и когда были здесь последний раз.
kept-ways = Что у вас есть второй фактор (его секрет запечатан, коды восстановления — в виде хешей), названия и открытые ключи ваших ключей доступа; аккаунты других сайтов, через которые вы входите; привязанный чат Telegram; и о чём вы просили сообщать.
kept-remembered = Браузеры, у которых не спрашивают код второго фактора, в виде хешей.
kept-places = В каком браузере и из какой сети использовался аккаунт, чтобы сообщить вам о новых.
kept-notices = О чём вам сообщали в панели и в Telegram.
kept-calls = Для чего и откуда использовались ваши токены API.
kept-mails = Кому и когда отправлено сообщение. Его текст удаляется сразу после отправки.
kept-links = Ссылки из сообщений, в виде хешей.
kept-guesses = Как часто для адреса вводили неверный пароль; от адреса хранится хеш.
kept-tickets = Написанное в обращениях и картинки.
kept-books = Заказы с их ссылками, пополнения, в том числе адрес, на который нужно было отправить монеты, промокоды, которые вы использовали, и движения денег.
kept-orders = Заказ, который ждёт, пока вы пополняете баланс.
kept-answers = Что было отправлено поставщикам по заказу и что они ответили. Клиенты там не названы.
kept-hooks = Что платёжные службы присылают о платежах.
kept-clicks = Переходы по ссылке партнёра: когда, по какой ссылке, и хеш сетевого адреса.
kept-audit = Кто, что и когда сделал.
kept-audit-people = С какого сетевого адреса и в каком браузере это сделано.
kept-files = Файлы с вашими данными, которые вы просили.
kept-closed = Когда аккаунт закрывают, всё, что называет его владельца, сразу стирается или заменяется. В резервных копиях администрации это может оставаться ещё некоторое время.
kept-cookies = Файлы cookie: один держит вас в системе, один помнит, что вы входили в этом браузере, один, если вы этого хотите, — что у этого браузера не спрашивают код, один несколько минут сопровождает вход, несколько помнят язык и вид страниц. Чужих сайтов среди них нет.
kept-yours = Все ваши данные одним файлом и закрытие аккаунта

## Passkeys, beside the codes of an app

passkey-title = Ключи доступа
passkey-what = Ключ доступа хранит ваш телефон, компьютер или аппаратный ключ. Он подходит только к этой панели, поэтому другой сайт не может его у вас выманить.
passkey-add = Добавить ключ доступа
passkey-how = Дайте ему название. Затем браузер спросит, где его хранить.
passkey-name = Название
passkey-name-hint = По которому вы его узнаете, например название устройства.
passkey-unnamed = Ключ доступа
passkey-used = Последний вход: { $day }.
passkey-remove = Удалить
passkey-added = Ключ доступа добавлен. Другие сеансы завершены.
passkey-removed = Ключ доступа удалён. Другие сеансы завершены.
passkey-taken = Этот ключ доступа уже используется.
passkey-too-many = У аккаунта может быть 20 ключей доступа. Сначала удалите один.
passkey-gone = Этого ключа доступа уже нет.
passkey-no-host = Браузеры не хранят ключи доступа для адреса этой панели. Нужны доменное имя и https.
passkey-refused = Панель не смогла проверить этот ключ доступа, или прошло больше пяти минут. Ничего не добавлено. Попробуйте ещё раз.
passkey-use = Использовать ключ доступа
passkey-wrong = Панель не смогла проверить этот ключ доступа, или прошло больше пяти минут. Попробуйте ещё раз или введите код.
passkey-cannot = Этот браузер не может использовать ваши ключи доступа. Введите код.
passkey-cannot-add = Этот браузер не может создавать ключи доступа. Используйте приложение с кодами.
passkey-failed = Браузер не дал ключ доступа. Попробуйте ещё раз или введите код.
passkey-not-made = Браузер не создал ключ доступа. Попробуйте ещё раз. Устройство хранит один ключ вашего аккаунта.

## Browsers, in the list of sessions

device-browser-on-system = { $browser } на { $system }
device-unknown = Неизвестный браузер

## Tokens: the keys by which programs act for an account

token-list-title = Токены
token-back-to-account = Аккаунт
token-back-to-list = Токены
token-new = Новый токен
token-none-title = Токенов пока нет
token-none-text = С токеном программа делает заказы от вашего имени. Дайте каждой программе свой токен и только нужные ей права: тогда можно отозвать один, не трогая остальные.
token-list-foot = Недействующие токены видны ещё 30 дней. Токен не может создавать, просматривать или отзывать токены.
token-name = Название
token-status = Статус
token-may-do = Права
token-from = Откуда
token-last-used = Последнее использование
token-expires = Истекает
token-created = Создан
token-actions = Действия
token-kind = Вид
token-kind-key = API-ключ
token-kind-jwt = JWT
token-access-everything = Всё
token-access-read = Только чтение
token-access-scopes =
    { $count ->
        [one] { $count } право
        [few] { $count } права
        [many] { $count } прав
       *[other] { $count } права
    }
token-networks = Разрешённые адреса
token-networks-any = Откуда угодно
token-networks-many =
    { $count ->
        [one] { $count } сеть
        [few] { $count } сети
        [many] { $count } сетей
       *[other] { $count } сети
    }
token-expires-not = Никогда
token-used-not = Ни разу
token-status-active = Действует
token-status-expires-soon = Скоро истекает
token-status-ending = Перевыпущен, истекает
token-status-expired = Истёк
token-status-rotated = Перевыпущен
token-status-revoked = Отозван
token-revoke = Отозвать
token-revoke-question = Программы с этим токеном сразу перестанут работать. Отменить это нельзя.
token-revoke-question-named = Программы с токеном «{ $name }» сразу перестанут работать. Отменить это нельзя.
token-revoke-yes = Отозвать токен
token-revoked = Токен отозван.
token-rotate = Перевыпустить
token-rotate-text = Будет создан новый секрет с теми же настройками и тем же сроком действия. Вставьте его в программу, а старый пусть истечёт.
token-rotate-ends = Старый перестанет работать
token-rotate-now = Сейчас
token-rotate-in-hour = Через час
token-rotate-in-day = Через 24 часа
token-rotate-in-week = Через 7 дней
token-rotate-yes = Создать новый секрет
token-rotate-no-end = Выберите, когда старый перестанет работать.
token-rotate-ended = Этот токен уже не действует или был перевыпущен.
token-rotate-too-many = У вас слишком много токенов. Сначала отзовите один.
token-rotated-to = Вместо него создан другой: <a href="/account/tokens/{ $token }">новый токен</a>.
token-elsewhere = Там, где вы сейчас, он не работает: { $address } нет среди его адресов.

## The request log of a token

token-log-title = Журнал запросов
token-log-text =
    { $count ->
        [one] Последний { $count } запрос и причина отказа, если он был. Новые запросы появляются через секунду-две. Ни параметры, ни ответы не сохраняются.
        [few] Последние { $count } запроса и причины отказов. Новые запросы появляются через секунду-две. Ни параметры, ни ответы не сохраняются.
        [many] Последние { $count } запросов и причины отказов. Новые запросы появляются через секунду-две. Ни параметры, ни ответы не сохраняются.
       *[other] Последние { $count } запроса и причины отказов. Новые запросы появляются через секунду-две. Ни параметры, ни ответы не сохраняются.
    }
token-log-which = Запросы
token-log-all = Все запросы
token-log-errors = Только ошибки
token-log-no-errors-title = Ошибок нет
token-log-no-errors-text =
    { $count ->
        [one] Последний { $count } запрос прошёл без отказов.
        [few] Последние { $count } запроса прошли без отказов.
        [many] Последние { $count } запросов прошли без отказов.
       *[other] Последние { $count } запроса прошли без отказов.
    }
token-log-show-all = Показать все запросы
token-log-none-title = Ещё не использовался
token-log-none-text = Здесь будет каждый запрос вашей программы: что она запросила, с каким результатом, сколько времени это заняло и откуда пришёл запрос.
token-log-time = Время (UTC)
token-log-action = Действие
token-log-result = Результат
token-log-took = Длительность
token-log-ok = Успешно
token-log-refused = Отказ
token-log-took-least = < 1 мс
token-log-took-ms = { $number } мс
token-log-took-seconds = { $number } с

## The form for a new token

token-create = Создать токен
token-name-hint = Где он будет использоваться, например «сервер магазина».
token-name-bad = Дайте токену название от 1 до 64 символов.
token-kind-choose-key = API-ключ, для /api/v2
token-kind-choose-jwt = JWT, для API заказов с bearer-токенами
token-kind-none = Выберите одно из двух.
token-permissions = Права
token-permissions-ticked = Только отмеченное ниже
token-permissions-none = Отметьте, что ему можно делать, или выберите «Всё».
token-permissions-unknown = Выберите из предложенного.
token-scopes = Отдельные права
token-scope-orders-read = Просмотр заказов
token-scope-orders-write = Оформление и изменение заказов
token-scope-services-read = Просмотр услуг и цен
token-scope-balance-read = Просмотр баланса
token-scope-affiliate-read = Просмотр партнёрской статистики
token-expires-in-days =
    { $count ->
        [one] Через { $count } день
        [few] Через { $count } дня
        [many] Через { $count } дней
       *[other] Через { $count } дня
    }
token-expires-in-other-days = Через другое число дней
token-expires-never = Никогда (только API-ключи)
token-expires-never-jwt = Срок JWT всегда ограничен: выберите его.
token-expires-unknown = Выберите из списка.
token-expires-too-late =
    { $count ->
        [one] Не больше чем на { $count } день вперёд.
        [few] Не больше чем на { $count } дня вперёд.
        [many] Не больше чем на { $count } дней вперёд.
       *[other] Не больше чем на { $count } дня вперёд.
    }
token-days = Дней
token-days-bad = Целое число дней, от 1 до { $count }.
token-networks-hint = Адреса или сети, например 192.0.2.7, 198.51.100.0/24. Пусто — откуда угодно.
token-networks-unreadable = «{ $typed }» — это не адрес и не сеть вида 192.0.2.0/24.
token-networks-too-many =
    { $count ->
        [one] Не больше { $count } сети.
        [few] Не больше { $count } сетей.
        [many] Не больше { $count } сетей.
       *[other] Не больше { $count } сети.
    }
token-networks-add-mine = Добавить мой, { $address }
token-warned-title = Там, где вы сейчас, он работать не будет
token-warned-text = Вашего адреса, { $address }, нет среди разрешённых. Если токен нужен для другого компьютера, всё равно создайте его.
token-create-anyway = Всё равно создать
token-cancel = Отмена
token-too-many = Больше токенов создать нельзя. Сначала отзовите один.

## The page that shows a new token's secret

token-created-title = Токен создан
token-created-key = API-ключ «{ $name }» создан
token-created-jwt = JWT «{ $name }» создан
token-secret-once = Он показан только один раз. Скопируйте его сейчас и храните как пароль.
token-secret-copy = Скопировать
token-secret-try = Чтобы попробовать:
token-secret-saved = Секрет сохранён
token-old-stopped = Старый токен больше не работает.
token-old-works = Старый токен работает до { $moment }.

## The statement: every movement of a customer's balance

statement-title = Выписка
statement-csv = CSV
statement-from = С
statement-to = По
statement-show = Показать
statement-kind = Вид
statement-kind-all = Все
statement-kind-charges = Списания
statement-kind-refunds = Возвраты
statement-kind-credits = Зачисления
statement-showing = Показаны
statement-clear = Сбросить всё
statement-only-order = Заказ { $order }
statement-only-from = С { $day }
statement-only-until = По { $day }
statement-only-range = С { $from } по { $to }
statement-day-unreadable = Дату пишут в виде 2026-11-30.
statement-days-turned = Первый день позже последнего.
statement-totals = Итоги
statement-balance-now = Баланс сейчас
statement-opening = Баланс на начало
statement-total-in = Приход
statement-total-out = Расход
statement-net = Разница
statement-closing = Баланс на конец
statement-untold =
    { $count ->
        [one] Здесь больше { $count } операции. Выберите период короче, чтобы увидеть приход и расход.
        [few] Здесь больше { $count } операций. Выберите период короче, чтобы увидеть приход и расход.
        [many] Здесь больше { $count } операций. Выберите период короче, чтобы увидеть приход и расход.
       *[other] Здесь больше { $count } операции. Выберите период короче, чтобы увидеть приход и расход.
    }
statement-none-found-title = Операций не найдено
statement-none-found-text = За это время таких операций по балансу не было.
statement-clear-filters = Сбросить фильтры
statement-none-title = Операций пока нет
statement-none-text = Здесь будут зачисления, списания и возвраты, и после каждой операции — остаток. Средства на ваш счёт зачисляет администрация.
statement-see-services = К услугам
statement-time = Время, { $zone }
statement-what = Операция
statement-in = Приход, { $currency }
statement-out = Расход, { $currency }
statement-after = Остаток, { $currency }
statement-charge = Списание
statement-charge-for = Списание за <a href="{ $orders }/{ $order }">заказ { $order }</a>
statement-refund = Возврат
statement-refund-for = Возврат за <a href="{ $orders }/{ $order }">заказ { $order }</a>
statement-credit = Зачисление
statement-payout = Партнёрская выплата
statement-takeback = Платёж отозван
statement-restore = Платёж возвращён на баланс
statement-repay = Долг погашен
statement-bonus = Бонус
statement-unbonus = Бонус отозван
statement-rebonus = Бонус возвращён
statement-given-up = Оставлено при закрытии аккаунта
statement-funds-added = Пополнение
statement-correction = Исправление

## What Ctrl K finds. The …-words are what else a page is found by: words that somebody may type, in small letters, apart by spaces.

palette-orders = Заказы
palette-pages = Страницы
palette-services = Услуги
palette-order = Заказ { $order }
palette-service-id = ID { $service }
palette-nothing = Ничего не найдено. Введите меньше слов.
palette-new-order-words = новый заказ оформить купить
palette-mass-order = Массовый заказ
palette-mass-order-words = много строки список оптом
palette-orders-words = список история
palette-drip-feeds = Дрип-фиды
palette-drip-feeds-words = заказы запуски повтор
palette-subscriptions = Подписки
palette-subscriptions-words = заказы посты
palette-refills = Рефиллы
palette-refills-words = заказы восстановление
palette-services-words = прайс лист цены избранное
palette-updates-words = услуги цены новые изменения
palette-statement-words = баланс деньги операции
palette-deposits-words = пополнение баланс оплата платёж чек
palette-affiliate-words = партнёр ссылки вознаграждение выплаты рефералы
palette-api-words = примеры документация разработчикам
palette-tokens = API-ключи и токены
palette-tokens-words = ключ api jwt
palette-account-words = профиль пароль сеансы часовой пояс тема язык
palette-terms-words = условия использование запреты

## The pages of an affiliate
## An affiliate shares a link to the panel. Whoever signs up by that link is a referred customer;
## each order of such a customer is a referral, and earns commission for the affiliate. The operator
## is who runs the panel.

affiliate-title = Партнёрская программа
affiliate-overview = Обзор
affiliate-links-title = Ссылки
affiliate-referrals-title = Заказы рефералов
affiliate-payouts-title = Выплаты

affiliate-make-link = Создать ссылку
affiliate-commission = Вознаграждение
affiliate-pending = В ожидании
affiliate-pending-note = Заказ ещё выполняется, или холд не прошёл
affiliate-approved = Одобрено
affiliate-approved-negative = Возвраты забрали больше, чем было одобрено
affiliate-ask-payout = Запросить выплату
affiliate-paying = Выплачивается
affiliate-paying-note = Администрация производит выплату
affiliate-paid = Выплачено
affiliate-paid-note = На ваш баланс и вне панели

affiliate-last-days = { $count ->
    [one] Последний { $count } день
    [few] Последние { $count } дня
    [many] Последние { $count } дней
   *[other] Последние { $count } дня
 }
affiliate-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
    [many] { $count } дней
   *[other] { $count } дня
 }
affiliate-period = Период
affiliate-clicks = Переходы
affiliate-sign-ups = Регистрации
affiliate-orders = Заказы
affiliate-sales = Продажи
affiliate-earned = Заработано
affiliate-sales-in = Продажи, { $currency }
affiliate-earned-in = Заработано, { $currency }
affiliate-commission-in = Вознаграждение, { $currency }
affiliate-amount-in = Сумма, { $currency }

affiliate-as-table = Показать таблицей
affiliate-by-day = По дням
affiliate-day-utc = День (UTC)
affiliate-chart-most = Максимум за день: { $amount }
affiliate-chart-none = Нет
affiliate-chart-clicks = Переходы по дням. Больше всего { $day }: { $amount }.
affiliate-chart-no-clicks = Переходы по дням: нет.
affiliate-chart-earned = Заработано по дням. Больше всего { $day }: { $amount }.
affiliate-chart-not-earned = Заработано по дням: ничего.
affiliate-chart-bar = { $day }: { $amount }

affiliate-next-title = Ближайшие одобрения
affiliate-next-none = Ни у одного вознаграждения ещё нет даты. Она появляется, когда заказ завершается.
affiliate-referrals-count = { $count ->
    [one] { $count } заказ реферала
    [few] { $count } заказа рефералов
    [many] { $count } заказов рефералов
   *[other] { $count } заказа рефералов
 }
affiliate-all-pending = Все заказы в ожидании
affiliate-your-links = { $count ->
    [0] Ваша ссылка
    [1] Ваша ссылка
    [one] Ваши ссылки
    [few] Ваши ссылки
    [many] Ваши ссылки
   *[other] Ваши ссылки
 }
affiliate-copy = Копировать
affiliate-no-link-counts = Сейчас ни одна из ваших ссылок не учитывает переходы.
affiliate-sub-ids-and-codes = Sub ID и QR-коды
affiliate-other-offers = { $count ->
    [1] Ещё одно предложение
    [one] Другие предложения
    [few] Другие предложения
    [many] Другие предложения
   *[other] Другие предложения
 }
affiliate-what-it-is = Поделитесь ссылкой на эту панель с теми, кому она нужна. Если кто-то зарегистрируется по вашей ссылке, вы получаете вознаграждение с его заказов — на баланс или вне панели.
affiliate-no-offer-title = Сейчас предложений нет
affiliate-no-offer-text = Сейчас у администрации нет предложений для партнёров. Когда они появятся, вы увидите их здесь.
affiliate-none-title = Вы ещё не партнёр
affiliate-none-text = Партнёры делятся ссылкой и получают вознаграждение с заказов клиентов, которые по ней зарегистрировались.
affiliate-see-offers = К предложениям

## An offer to affiliates, and the form to join it

affiliate-choose-offer = Выберите предложение
affiliate-paid-for = Срок начисления
affiliate-offer-percent = { $percent } % с каждого заказа
affiliate-offer-flat = { $amount } за каждый заказ
affiliate-offer-always = Всё время, пока клиент заказывает
affiliate-offer-months = { $count ->
    [1] Первый месяц после регистрации
    [one] Первый { $count } месяц после регистрации
    [few] Первые { $count } месяца после регистрации
    [many] Первые { $count } месяцев после регистрации
   *[other] Первые { $count } месяца после регистрации
 }
affiliate-sign-up-counts = Регистрация засчитывается
affiliate-offer-click = { $count ->
    [one] В течение { $count } дня после перехода
    [few] В течение { $count } дней после перехода
    [many] В течение { $count } дней после перехода
   *[other] В течение { $count } дня после перехода
 }
affiliate-hold = Холд
affiliate-offer-no-hold = Нет: одобряется, когда заказ завершён
affiliate-offer-hold = { $count ->
    [one] { $count } день после завершения заказа
    [few] { $count } дня после завершения заказа
    [many] { $count } дней после завершения заказа
   *[other] { $count } дня после завершения заказа
 }
affiliate-minimum-payout = Минимальная выплата
affiliate-offer-payout = { $balance } на баланс, { $outside } вне панели
affiliate-approval = Приём партнёров
affiliate-offer-at-once = Сразу
affiliate-offer-looks = Администрация рассматривает каждую заявку
affiliate-terms = Условия этого предложения
affiliate-code = Код вашей ссылки
affiliate-code-hint = От 3 до 32 латинских букв, цифр, знаков - или _. Оставьте пустым, чтобы получить случайный код. Изменить его потом нельзя.
affiliate-code-bad = В коде должно быть от 3 до 32 латинских букв, цифр, знаков - или _.
affiliate-code-taken = Этот код занят. Выберите другой.
affiliate-note = Сообщение администрации
affiliate-note-hint = Например, где вы будете делиться ссылкой.
affiliate-note-too-long = Пожалуйста, не больше 2000 символов.
affiliate-join = Участвовать
affiliate-joined = Теперь вы партнёр. Вот ваша ссылка.
affiliate-applied = Заявка отправлена. Ответ администрации появится на этой странице.
affiliate-applied-already = Вы уже подали заявку на это предложение.
affiliate-offer-closed = По этому предложению заявки сейчас не принимаются.

## Where an account stands in an offer: a word, and what it means

affiliate-member-pending = На рассмотрении
affiliate-member-pending-text = Вы подали заявку. Ответ администрации появится здесь. После одобрения вы получите ссылку.
affiliate-member-paused = На паузе
affiliate-member-paused-text = Предложение на паузе: новые переходы по вашей ссылке не учитываются. Клиенты, которые пришли раньше, по-прежнему приносят вам вознаграждение.
affiliate-member-approved = Одобрено
affiliate-member-denied = Отклонено
affiliate-member-denied-text = Ваша заявка отклонена.
affiliate-member-suspended = Приостановлено
affiliate-member-suspended-text = Ваше участие приостановлено: новые заказы не приносят вознаграждения, выплат нет.
affiliate-operator-writes = Администрация пишет: { $reason }

## Links

affiliate-copy-link = Скопировать ссылку
affiliate-qr-label = QR-код этой ссылки
affiliate-qr-too-long = Ссылка слишком длинная для QR-кода. Сократите Sub ID.
affiliate-sub-ids = Sub ID
affiliate-sub-ids-text = Sub ID помогают различать места, где вы делитесь ссылкой, например newsletter или video-12. У каждого заказа реферала указаны Sub ID его ссылки.
affiliate-sub-id = Sub ID { $number }
affiliate-make-the-link = Создать ссылку
affiliate-without-sub-ids = Без Sub ID

## Referrals

affiliate-referrals-csv = CSV
affiliate-state = Статус
affiliate-offer = Предложение
affiliate-all-offers = Все предложения
affiliate-from = С
affiliate-to = По
affiliate-show = Показать
affiliate-showing = Показаны
affiliate-clear-all = Сбросить всё
affiliate-filter-from = С { $day }
affiliate-filter-to = По { $day }
affiliate-filter-all = Все
affiliate-filter-pending = В ожидании
affiliate-filter-approved = Одобренные
affiliate-filter-paid = Выплаченные
affiliate-filter-denied = Отклонённые
affiliate-referrals-none-match-title = Ничего не найдено
affiliate-referrals-none-match-text = Попробуйте другой статус или другие даты.
affiliate-clear-filters = Сбросить фильтры
affiliate-referrals-none-title = Заказов рефералов пока нет
affiliate-referrals-none-text = Здесь будет каждый заказ клиентов, которые зарегистрировались по вашей ссылке, и ваше вознаграждение за него.
affiliate-get-link = Получить ссылку
affiliate-referral-order = Заказ
affiliate-referral-placed = Оформлен
affiliate-approved-on = Дата одобрения
affiliate-offer-and-sub-ids = Предложение и Sub ID
affiliate-correction = Исправление
affiliate-referral-pending = В ожидании
affiliate-referral-approved = Одобрено
affiliate-referral-paying = Выплачивается
affiliate-referral-paid = Выплачено
affiliate-referral-denied = Отклонено
affiliate-why-refunded = За заказ вернули деньги.
affiliate-why-held = Сначала проверит администрация.
affiliate-why-not-ended = После завершения заказа.
affiliate-why-due = Ожидает одобрения администрации.

## Payouts

affiliate-payout-suspended = Ваше участие приостановлено. Выплат нет.
affiliate-payout-negative = За часть заказов вернули деньги уже после выплаты вознаграждения. Следующие вознаграждения сначала покроют эту сумму, затем вы снова сможете запросить выплату.
affiliate-to-balance = На мой баланс
affiliate-to-balance-text = Всё одобренное сразу поступает на ваш баланс, и эти деньги можно тратить на заказы. Минимум — { $amount }.
affiliate-move-amount = Перевести { $amount } на мой баланс
affiliate-move = Перевести на мой баланс
affiliate-outside-title = Выплата вне панели
affiliate-outside-text = Администрация вручную выплачивает всё одобренное. Минимум — { $amount }.
affiliate-details = Куда отправить деньги
affiliate-details-hint = Например, банковский счёт с именем владельца или адрес кошелька.
affiliate-open-requested = Администрация ещё не начала выплату. Новую можно запросить, когда эта завершится.
affiliate-open-processing = Администрация производит выплату. Новую можно запросить, когда эта завершится.
affiliate-cancel-payout = Отменить эту выплату
affiliate-payouts-none-here-title = Здесь нет выплат
affiliate-payouts-none-here-text = До или после этой выплаты других нет.
affiliate-newest-payouts = Последние выплаты
affiliate-payouts-none-title = Выплат пока нет
affiliate-payouts-none-text = Здесь будет каждая выплата и её статус.
affiliate-asked-for = Запрошена
affiliate-payout-to = Куда
affiliate-payout-referrals = Заказы
affiliate-payout-details = Подробности
affiliate-way-balance = На мой баланс
affiliate-way-outside = Вне панели
affiliate-payout-reference = Данные перевода: { $reference }
affiliate-payout-requested = Запрошена
affiliate-payout-processing = В обработке
affiliate-payout-completed = Выполнена
affiliate-payout-failed = Не удалась
affiliate-payout-canceled = Отменена
affiliate-payout-canceled-why = Отменена партнёром.
affiliate-paid-to-balance = { $amount } — теперь на вашем балансе.
affiliate-asked-outside = Вы запросили { $amount }. Администрация произведёт выплату.
affiliate-payout-is-canceled = Выплата отменена. Её вознаграждения снова в одобренных.
affiliate-ask-pending = Ваше участие ещё на рассмотрении; сейчас выплат нет.
affiliate-ask-denied = В участии отказано; сейчас выплат нет.
affiliate-ask-suspended = Участие приостановлено; сейчас выплат нет.
affiliate-ask-too-little = Одобрено { $approved }. Минимальная выплата — { $minimum }.
affiliate-ask-details = Укажите, куда отправить деньги: от 1 до 1000 символов.
affiliate-ask-one-is-open = Одна выплата уже открыта.
affiliate-ask-already = Эта выплата уже запрошена.
affiliate-cancel-too-late = Эту выплату уже нельзя отменить.

## What the script of the pages says
## The script puts what it knows in place of the arguments. It cannot choose words by a number, so
## each of these sentences has to be right with every number: "Ids copied: 1", "Ids copied: 5".

script-copied = Скопировано
script-not-copied = Не удалось скопировать: выделите текст и скопируйте вручную
script-ids-copied = Скопировано ID: { $count }
script-ids-not-copied = Не удалось скопировать
script-now = Статус: { $state }
script-lost = Нет связи с панелью, пробуем снова
script-list-failed = Не удалось прочитать список. Продолжайте ввод, чтобы повторить.
script-search-services = Поиск по названию, номеру или категории (услуг: { $count })
script-services = Услуги
script-close-list = Закрыть список
script-palette = Страница, номер заказа, услуга
script-waiting = Ждём ответа
script-status = Код { $status }, { $ms } мс
script-more = … и ещё символов: { $count }
script-no-answer = Ответа нет: не удалось связаться с панелью
script-key-first = Сначала вставьте ключ вверху страницы

## Deposits that staff booked or declined

deposit-by-staff = Внесено администрацией
deposit-not-confirmed = Подтвердить не удалось.

## Add funds: how to pay, and what was told of

deposits-how = Способ оплаты
deposits-pay = 1. Оплатите: { $method }
deposits-tell = 2. Сообщите нам
deposits-tell-why = Баланс пополнится, когда мы увидим платёж.
deposits-amount = Сколько вы заплатили, { $currency }
deposits-reference = Номер платежа
deposits-reference-hint = Номер операции в банке или кошельке: по нему мы найдём платёж.
deposits-note = Примечание
deposits-note-hint = Например, имя владельца счёта.
deposits-picture = Подтверждение оплаты
deposits-picture-hint = Скриншот или фото, не больше 2 МБ. Мы храним только то, что на нём видно.
deposits-paid = Сообщить об оплате
deposits-no-method-title = Способов оплаты пока нет
deposits-no-method = Администрация ещё не настроила оплату. Спросите у неё, как пополнить баланс.
deposits-none-title = Здесь нет пополнений
deposits-none = До или после этого пополнения других нет.
deposits-newest = Последние пополнения
deposits-yours = Ваши пополнения
deposits-deposit = Пополнение
deposits-amount-in = Сумма, { $currency }
deposits-any-amount = Любая сумма
deposits-up-to = До { $max }
deposits-from = От { $min }
deposits-between = От { $min } до { $max }
deposits-amount-wrong = Введите число, например 25 или { $example }.
deposits-reference-wrong = Укажите номер или название платежа.
deposits-thanks = Спасибо. Баланс пополнится, когда мы увидим платёж.
deposits-again = Вы уже сообщили об этом платеже.
deposits-method-gone = Этот способ больше недоступен. Выберите другой.
deposits-at-least = Не меньше { $min }.
deposits-at-most = Не больше { $max }.
deposits-note-long = Не больше 500 символов.
deposits-too-many-open = Уже пять ваших платежей ждут проверки. Сообщите о следующих, когда мы проверим эти.
deposits-too-many = За день вы сообщили о 20 платежах. Попробуйте завтра.
deposits-too-many-pictures = Сегодня вы отправили много изображений. Сообщите без изображения или попробуйте завтра.
deposits-choose = Выберите, как вы оплатили.
deposit-receipt = Квитанция { $id }
deposit-number = Пополнение { $id }
deposit-state = Статус
deposit-state-waiting = Ожидает
deposit-state-checked = Проверяется
deposit-state-credited = Зачислено
deposit-state-declined = Отклонено
deposit-credited = Зачислено
deposit-claimed = Вы указали
deposit-method = Способ
deposit-reference = Номер платежа
deposit-told = Сообщено
deposit-booked = Внесено
deposit-credited-on = Дата зачисления
deposit-answered = Дата ответа
deposit-account = Аккаунт
deposit-picture = Ваше изображение
deposit-picture-what = То, что вы прислали об этом платеже
deposit-note = Ваше примечание
deposit-tell-again = Сообщить ещё раз
deposit-print = Распечатайте эту страницу или сохраните её в PDF для своего учёта.
deposit-we-look = Мы проверяем, пришли ли деньги. После этого баланс пополнится сам.

## Deposits through a payment gateway

deposits-pay-by = Оплата: { $method }
deposits-amount-wanted = Сумма пополнения, { $currency }
deposits-fee-percent = Добавляется комиссия: { $percent } % от вашей оплаты.
deposits-fee-fixed = Добавляется комиссия { $fixed }.
deposits-fee-both = Добавляется комиссия: { $percent } % от вашей оплаты и { $fixed }.
deposits-pays-in = Вы платите в { $currency }. Сумма будет на следующей странице.
deposits-go-on = Продолжить
deposits-go-on-what = На следующей странице видно, сколько вы платите с комиссией, и оттуда можно перейти к оплате.
deposits-order-kept = Ваш заказ сохранён. Страница пополнения ведёт обратно к нему.
deposits-too-many-unpaid = Пять ваших пополнений ещё не оплачены. Оплатите одно из них или подождите, пока их срок истечёт.
deposits-too-many-begun = За день вы начали 20 пополнений. Попробуйте снова завтра.
deposits-presets = Суммы на выбор
deposits-preset-pay = вы платите { $amount }
deposits-preset-bonus = + { $bonus } бонусом
deposits-bonus-percent = { $percent } % бонусом
deposits-bonus-cap = Не более { $cap }
deposits-bonus-first = Только с первым пополнением
deposits-bonus-when = Бонус начисляется, если всё оплачено вовремя. Вместе с возвратом уходит и его доля бонуса.
deposits-held = Оплаченное этим способом поступает на баланс через { $hours } ч после прихода.
deposits-young = Новые аккаунты пополняют не более чем на { $max } за раз.
deposits-too-many-here = Сегодня из вашей сети начато много пополнений. Попробуйте снова завтра.
deposits-code = Промокод
deposits-code-hint = Для бонуса с этим пополнением.
deposits-code-yours = Ваш код
deposits-code-use = Применить
deposits-code-credited = На баланс зачислено { $amount }.
deposits-code-percent = Этот код даёт на { $percent } % больше с пополнением. Выберите сумму и продолжайте.
deposits-code-wrong = Такого кода нет, или он больше не действует.
deposits-code-used = Вы уже использовали этот код.
deposits-code-used-up = Этот код исчерпан.
deposits-code-not-first = Этот код только для первого пополнения.
deposits-code-at-once = Для этого кода пополнение не нужно: введите его ниже.
deposits-code-not-here = С пополнениями этим способом коды не действуют.
deposits-code-slow = Вы ввели много кодов. Подождите несколько минут.
deposit-is-test = Это тестовый способ: настоящие деньги не платятся.
deposit-state-preparing = Готовится
deposit-state-to-pay = Ждёт оплаты
deposit-state-partial = Оплачено частично
deposit-state-expired = Срок истёк
deposit-state-failed = Не оплачено
deposit-state-refunded = Возвращено
deposit-state-disputed = Оспаривается
deposit-state-charged-back = Отозвано банком
deposit-wanted = К пополнению
deposit-pay-amount = Вы платите
deposit-paid-amount = Вы заплатили
deposit-of-that-fee = Из них комиссия: { $fee }.
deposit-taken = Отозвано
deposit-begun = Начато
deposit-pay = Оплатить { $amount }
deposit-pay-until = Оплатите до
deposit-send-title = Отправьте монеты
deposit-send-amount = Отправьте ровно
deposit-send-address = На этот адрес
deposit-send-memo = С этим memo
deposit-send-network = По этой сети
deposit-send-qr = Адрес в виде QR-кода
deposit-send-qr-text = В коде только адрес: сумму введите в своём кошельке.
deposit-send-copy-amount = Скопировать сумму
deposit-send-copy-address = Скопировать адрес
deposit-send-copy-memo = Скопировать memo
deposit-send-memo-why = Без memo ваши деньги не найдутся.
deposit-send-network-why = Отправляйте только { $currency } и только по сети { $network }. Отправленное иначе будет потеряно.
deposit-send-over = Время для отправки вышло: больше ничего не отправляйте на этот адрес. То, что вы уже отправили, найдётся.
deposit-preparing = Платёж готовится. Это займёт несколько секунд.
deposit-moves-by-itself = Эта страница обновится сама, когда придёт платёж.
deposit-look-again = Проверить снова
deposit-is-checked = Ваш платёж пришёл, мы его проверяем. После этого баланс вырастет.
deposit-state-held = Удерживается
deposit-held-until = На балансе с
deposit-is-held = Ваш платёж пришёл. Он поступит на баланс в указанное выше время.
deposit-bonus = Бонус
deposit-came-to-nothing = По этому пополнению ничего не зачислено.
deposit-pay-again = Оплатить снова
deposit-order = Ваш заказ
deposit-order-waits = Ваш заказ ждёт здесь. Сам по себе он не оформится.
deposit-order-now = Деньги пришли. Проверьте заказ и оформите его.

## Pictures that are sent

picture-again = Выберите изображение ещё раз: оно не сохранилось.
picture-empty = Файл пустой. Выберите другой.
picture-too-large = Изображение больше 2 МБ. Выберите меньше, например его скриншот.
picture-type = Это не изображение PNG, JPEG или WebP. Выберите другой файл.
picture-too-many-pixels = В изображении слишком много пикселей: можно не больше 10 000 по каждой стороне и 25 миллионов всего. Выберите меньше.
picture-moving = Анимация не принимается. Выберите неподвижное изображение.
picture-damaged = Изображение повреждено или обрезано. Выберите другое.
failure-file-too-large-title = Файл слишком большой
failure-file-too-large = Изображение может занимать до 2 МБ. Ничего не отправлено: вернитесь и выберите изображение меньше или отправьте без него.

## Support: tickets

nav-support = Поддержка
nav-unread = непрочитанных
your-menu-unread = Ваше меню; есть непрочитанные ответы
keys-support = Перейти в поддержку
order-ask = Спросить об этом заказе
palette-tickets-words = тикеты обращения вопросы ответы помощь связаться
palette-new-ticket-words = поддержка написать спросить вопрос проблема жалоба помощь
tickets-first-title = Вопросов пока нет
tickets-first = Если что-то не так с заказом или платежом либо у вас есть вопрос, откройте тикет. Укажите номера заказов, которых он касается: мы увидим их рядом с вопросом. Ответ появится здесь, а число рядом с пунктом «Поддержка» сообщит вам о нём.
tickets-first-action = Задать вопрос
tickets-chips = Тикеты
tickets-all = Все
tickets-open = Открытые
tickets-closed = Закрытые
tickets-none-title = Здесь нет тикетов
tickets-none = В этом списке нет ваших тикетов.
tickets-none-action = Все тикеты
tickets-yours = Ваши тикеты
tickets-head-ticket = Тикет
tickets-head-question = Вопрос
tickets-head-last = Последнее сообщение
tickets-new-answer = Новый ответ
ticket-new-title = Новый тикет
ticket-number = Тикет { $id }
ticket-subject = Тема
ticket-orders = Заказы
ticket-orders-hint = Номера заказов, о которых идёт речь, например 17, 18.
ticket-orders-wrong = Введите номера заказов, например 17, 18.
ticket-question = Ваш вопрос
ticket-question-hint = Чего вы ожидали и что произошло? Не больше 10 000 символов.
ticket-send = Отправить
ticket-back = Назад
ticket-before = Прежде чем спросить
ticket-before-order = На странице заказа видно, сколько уже выполнено и можно ли сразу отменить его или запросить рефилл.
ticket-your-orders = Ваши заказы
ticket-no-secrets = Никогда не пишите здесь пароль или API-ключ. Нам они не нужны.
ticket-picture = Изображение
ticket-picture-hint = Например, скриншот, не больше 2 МБ. Мы храним только то, что на нём видно.
ticket-picture-what = Изображение к этому сообщению
ticket-too-many-pictures = Сегодня вы отправили много изображений. Напишите без изображения или попробуйте завтра.
ticket-close = Закрыть тикет
ticket-earlier = Предыдущие сообщения
ticket-messages = Сообщения
ticket-you = Вы
ticket-newest = Последние сообщения
ticket-is-closed = Этот тикет закрыт. Если вы напишете снова, он откроется.
ticket-message = Ваше сообщение
ticket-about = Об этом тикете
ticket-state = Статус
ticket-state-waiting = Ждёт ответа
ticket-state-answered = Есть ответ
ticket-state-closed = Закрыт
ticket-opened = Открыт
ticket-order = Заказ { $id }
ticket-opened-done = Мы получили ваш вопрос. Ответ появится здесь.
ticket-sent = Сообщение отправлено.
ticket-closed-done = Тикет закрыт. Если вы напишете снова, он откроется.
ticket-closed-already = Тикет уже был закрыт.
ticket-choose-subject = Выберите тему.
ticket-no-order = У вас нет заказа { $order }.
ticket-no-orders = Это не ваши заказы: { $orders }.
ticket-too-many-orders = Не больше 20 заказов в одном тикете.
ticket-too-many-open = У вас открыто пять тикетов. Напишите в одном из них или сначала закройте один.
ticket-too-many = За день вы открыли 10 тикетов. Попробуйте завтра.
ticket-too-many-messages = За день вы написали 60 сообщений. Попробуйте завтра.
ticket-text-empty = Напишите сообщение.
ticket-text-long =
    { $max ->
        [one] Не больше { $max } символа. В этом тексте символов: { $chars }.
        [few] Не больше { $max } символов. В этом тексте символов: { $chars }.
        [many] Не больше { $max } символов. В этом тексте символов: { $chars }.
       *[other] Не больше { $max } символа. В этом тексте символов: { $chars }.
    }

## Announcements, and pages to look something up in

announcements-title = Объявления
announcements-none-title = Объявлений пока нет
announcements-none = О новом и об изменениях сообщается на этой странице.
announcements-more =
    { $count ->
        [one] Ещё { $count } объявление
        [few] Ещё { $count } объявления
        [many] Ещё { $count } объявлений
       *[other] Ещё { $count } объявления
    }
announcements-read = Прочитать
announcements-dismiss = Больше не показывать «{ $title }»
announcements-important = Важно
help-title = Справка
help-none-title = Страниц пока нет
help-none = Здесь появятся ответы на частые вопросы.
help-changed = Последнее изменение: { $day }.
palette-announcements-words = объявления новости сообщения
palette-help-words = справка помощь страницы вопросы ответы как

## Notices: what customers are told of

notices-title = Уведомления
notices-bell = Уведомления, непрочитанных: { $count }
notices-new = Новое
notices-open = Открыть
notices-open-named = Открыть: { $title }
notices-read-all = Отметить всё как прочитанное
palette-notices-words = уведомления оповещения колокольчик телеграм
notices-all-read = Всё отмечено как прочитанное.
notices-none-title = Уведомлений пока нет
notices-none = Здесь сообщается о том, что происходит с вашим аккаунтом, заказами и платежами.
notices-choose = О чём уведомлять
account-notices-text = Выберите, о чём сообщать в панели, по почте и в Telegram.
notices-way-panel = В панели
notices-way-mail = По почте
notices-way-telegram = Telegram
notices-topic-sign-in = Вход с нового устройства или из новой сети
notices-topic-credentials = Изменения пароля, второго фактора или токенов
notices-topic-token-end = Токены, срок которых скоро истекает
notices-topic-balance = Низкий баланс
notices-topic-deposits = Пополнения и возвраты денег
notices-topic-orders = Заказы, которые завершились не так, как заказано
notices-topic-requests = Ответы на запросы рефилла и отмены
notices-topic-tickets = Ответы на ваши тикеты
notices-topic-prices = Новые цены услуг, которые вы заказываете
notices-hint-security = Панель и почта сообщают об этом всегда: так защищён ваш аккаунт.
notices-hint-gathered = Всё за несколько минут приходит одним сообщением.
notices-hint-prices = Не чаще раза в день, об услугах, заказанных за последние 90 дней.
notices-threshold = Сообщить, когда баланс опустится ниже ({ $currency })
notices-threshold-hint = Один раз при каждом падении. Пусто: никогда.
notices-save = Сохранить
notices-saved = Сохранено.
notices-telegram-text = Читайте уведомления и в Telegram: свяжите свой чат с @{ $bot }.
notices-telegram-link = Связать Telegram
notices-telegram-code = Откройте @{ $bot } и отправьте ему эту строку. Она действует один раз, 15 минут.
notices-telegram-copy = Скопировать
notices-telegram-open = Открыть Telegram
notices-telegram-is-linked = Ваш чат Telegram связан.
notices-telegram-linked-as = Ваш чат Telegram связан: { $name }.
notices-telegram-unlink = Отвязать
notices-telegram-unlinked = Чат Telegram больше не связан.
notices-telegram-none = Здесь нет бота Telegram.
notices-stop-title = Меньше писем
notices-stop-text = Больше не присылать письма об этом? { $topic }.
notices-stop-button = Больше не присылать
notices-stop-done = Писем об этом больше не будет: { $topic }. В панели уведомления остаются.
notices-stop-over = Эта ссылка не работает. Войдите, чтобы выбрать, о чём уведомлять.
notice-sign-in-title = Вход с нового устройства или из новой сети
notice-sign-in-text = { $device }, адрес { $address }, { $when }. Если это были не вы, сразу смените пароль и завершите другие сеансы.
notice-password-title = Ваш пароль изменён
notice-password-text = Он изменён { $when }. Если это были не вы, сразу выберите новый пароль.
notice-factor-changed-title = Ваш второй фактор изменён
notice-factor-reset-title = Ваш второй фактор удалён
notice-factor-recovery-title = Использован код восстановления
notice-issuer-on-title = К вашему аккаунту подключён ещё один способ входа
notice-issuer-off-title = От вашего аккаунта отключён один из способов входа
notice-reset-link-title = Сотрудники создали ссылку для выбора нового пароля вашего аккаунта
notice-factor-text = Это произошло { $when }. Если это были не вы, сразу выберите новый пароль и напишите в поддержку.
notice-token-made-title = Создан токен: { $name }
notice-token-replaced-title = Заменён токен: { $name }
notice-token-revoked-title = Отозван токен: { $name }
notice-token-text = Это произошло { $when }. Если это были не вы, отзовите токены и смените пароль.
notice-chat-title = К вашему аккаунту привязан чат Telegram
notice-chat-text = Это произошло { $when }. Теперь чат получает ваши уведомления. Если это были не вы, отвяжите чат на странице уведомлений и выберите новый пароль. Один новый пароль чат не отвязывает.
notice-expiring-title = Срок токена скоро истекает: { $name }
notice-expiring-text = Он истекает { $when }. Замените его раньше, чтобы ваши программы работали дальше.
notice-low-title = Ваш баланс низкий
notice-low-text = Сейчас { $balance }. Вы хотели знать, когда он ниже { $threshold }.
notice-deposit-title = Баланс пополнен на { $amount }
notice-deposit-text = Теперь на эти деньги можно заказывать.
notice-taken-title = Возвращено из платежа: { $amount }
notice-taken-text = Платёж был возвращён или оспорен. Чего не хватило на балансе, осталось долгом. Всё, что поступит на баланс, сначала погасит его.
notice-restored-title = Вам возвращено: { $amount }
notice-restored-text = Оспоренный платёж снова засчитан.
notice-part-deposit = Из них пополнение: { $amount }
notice-part-bonus = Из них бонус: { $amount }
notice-repaid-title = На погашение долга ушло: { $amount }
notice-repaid-text = Эти деньги поступили на баланс: как возврат за заказ или как платёж. Сначала погашается долг. Каждая сумма видна в выписке.
notice-ticket-title = Поддержка ответила вам
notice-ticket-text = В вашем тикете { $ticket } есть новый ответ.
notice-orders-title =
    { $count ->
        [one] { $count } заказ завершился не так, как заказано
        [few] { $count } заказа завершились не так, как заказано
        [many] { $count } заказов завершились не так, как заказано
       *[other] { $count } заказа завершились не так, как заказано
    }
notice-requests-title =
    { $count ->
        [one] Ответ на { $count } ваш запрос
        [few] Ответы на { $count } ваших запроса
        [many] Ответы на { $count } ваших запросов
       *[other] Ответы на { $count } ваших запроса
    }
notice-prices-title =
    { $count ->
        [one] Новая цена у { $count } услуги, которую вы заказываете
        [few] Новые цены у { $count } услуг, которые вы заказываете
        [many] Новые цены у { $count } услуг, которые вы заказываете
       *[other] Новые цены у { $count } услуги, которые вы заказываете
    }
notice-item-canceled = Заказ { $order } отменён, его стоимость возвращена.
notice-item-partial = Заказ { $order } выполнен частично, остаток возвращён.
notice-item-paused = Подписка { $order } приостановлена. Причина на её странице.
notice-item-gave-up = Заказ { $order } не достиг позиции вовремя.
notice-item-refill-rejected = В рефилле заказа { $order } отказано.
notice-item-refill-completed = Рефилл заказа { $order } выполнен.
notice-item-cancel-refused = Заказ { $order } отменить не удалось, он продолжается.
notice-item-cancel-done = Заказ { $order } отменён по вашей просьбе.
notice-item-other = Заказ { $order } изменился.
notice-item-up = Дороже, чем раньше: { $service }.
notice-item-down = Дешевле, чем раньше: { $service }.
notice-more = ещё { $count }
telegram-linked = Чат связан. Теперь уведомления приходят сюда. Чтобы прекратить, отправьте /stop.
telegram-code-over = Этот код больше не действует. Создайте новый на странице аккаунта.
telegram-unlinked = Этот чат больше не связан.

## Messages by mail. $panel is the panel's name

mail-automatic = Это письмо автоматически отправлено от { $panel }. Ответы на него никто не читает.
mail-button-fails = Если кнопка не работает, откройте этот адрес:
mail-sign-up-subject = Ваш аккаунт: { $panel }
mail-sign-up-text = Кто-то, вероятно вы, хочет открыть аккаунт с этим адресом: { $panel }. Откройте ссылку, чтобы выбрать пароль. Она действует 24 часа и один раз.
mail-sign-up-button = Создать аккаунт
mail-sign-up-end = Если это были не вы, не обращайте внимания на это письмо: аккаунт не создаётся.
mail-has-account-subject = У вас уже есть аккаунт: { $panel }
mail-has-account-text = Кто-то, вероятно вы, хотел использовать этот адрес для аккаунта: { $panel }. У него уже есть аккаунт: войдите или выберите новый пароль, если забыли прежний.
mail-has-account-button = Войти
mail-has-account-end = Если это были не вы, ничего делать не нужно.
mail-verify-subject = Подтвердите адрес эл. почты: { $panel }
mail-verify-text = Подтвердите, что это адрес вашего аккаунта: { $panel }. Ссылка действует 24 часа и один раз.
mail-verify-button = Подтвердить адрес
mail-verify-end = Если у вас там нет аккаунта, не обращайте внимания на это письмо.
mail-reset-subject = Новый пароль: { $panel }
mail-reset-text = Кто-то, вероятно вы, хочет выбрать новый пароль для вашего аккаунта: { $panel }. Ссылка действует 30 минут и один раз. Новая ссылка её заменяет.
mail-reset-button = Выбрать новый пароль
mail-reset-end = Если это были не вы, не обращайте внимания на это письмо: пароль остаётся прежним.
mail-reset-staff-subject = Сотрудники помогают вам с новым паролем: { $panel }
mail-reset-staff-text = Сотрудники только что создали ссылку, по которой вы выберете новый пароль для своего аккаунта: { $panel }. Ссылка действует 30 минут и один раз. Новая ссылка её заменяет.
mail-reset-staff-end = Если вы их об этом не просили, сразу напишите в поддержку.
mail-password-subject = Ваш пароль изменён: { $panel }
mail-password-text = Пароль вашего аккаунта только что изменён: { $panel }. Другие сеансы завершены.
mail-password-button = Это был не я: выбрать новый пароль
mail-password-end = Если это были вы, ничего делать не нужно. Иначе сразу выберите новый пароль и отзовите токены API.
mail-issuer-subject = Новый способ входа: { $panel }
mail-issuer-text = Ваш аккаунт только что подключён к аккаунту на другом сайте: { $panel }. Вошедший там сможет войти и здесь.
mail-issuer-off-subject = Один из способов входа больше не действует: { $panel }
mail-issuer-off-text = Ваш аккаунт больше не подключён к аккаунту на другом сайте: { $panel }. Его отключили на странице аккаунта, или сменился адрес или пароль вашего аккаунта. Подключить его снова можно на странице аккаунта.
mail-second-on-subject = У вашего аккаунта есть второй фактор: { $panel }
mail-second-on-text = Для вашего аккаунта только что настроен второй фактор: { $panel }. Теперь он спрашивается вместе с паролем. Другие сеансы завершены.
mail-second-off-subject = У вашего аккаунта больше нет второго фактора: { $panel }
mail-second-off-text = Второй фактор вашего аккаунта только что выключен, вами или оператором: { $panel }. Теперь для входа достаточно пароля.
mail-passkey-on-subject = У вашего аккаунта в { $panel } новый ключ доступа
mail-passkey-on-text = К вашему аккаунту в { $panel } только что добавлен ключ доступа. Он спрашивается вместе с паролем. Другие сеансы завершены.
mail-passkey-off-subject = Ключ доступа вашего аккаунта в { $panel } удалён
mail-passkey-off-text = Ключ доступа вашего аккаунта в { $panel } только что удалён. У аккаунта остался другой второй фактор. Другие сеансы завершены.
mail-codes-new-subject = Новые коды восстановления: { $panel }
mail-codes-new-text = Для вашего аккаунта только что созданы новые коды восстановления: { $panel }. Прежние больше не действуют.
mail-code-used-subject = Использован код восстановления: { $panel }
mail-code-used-text = Один из кодов восстановления вашего аккаунта только что использован вместо кода приложения: { $panel }.
mail-guessed-subject = Кто-то подбирает коды: { $panel }
mail-guessed-text = Кто-то знает пароль вашего аккаунта ({ $panel }) и ввёл много неверных кодов второго фактора. Войти не удалось. Выберите новый пароль.
mail-second-end = Если это были вы, ничего делать не нужно. Иначе сразу выберите новый пароль, проверьте второй фактор на странице аккаунта и отзовите токены API.
mail-address-confirm-subject = Подтвердите новый адрес: { $panel }
mail-address-confirm-text = У вашего аккаунта { $panel } должен быть этот адрес: { $address }. Откройте ссылку, если согласны. Она действует 24 часа и один раз.
mail-address-confirm-button = Использовать этот адрес
mail-address-confirm-end = Если это были не вы, не обращайте внимания на это письмо: ничего не изменится.
mail-address-notice-subject = Ваш адрес будет изменён: { $panel }
mail-address-notice-text = Адресом вашего аккаунта { $panel } должен стать { $address }. Это произойдёт, как только его там подтвердят. Если это были вы, ничего делать не нужно.
mail-address-notice-button = Это был не я: остановить смену
mail-address-notice-end = Ссылка действует три дня, и после смены тоже: тогда она вернёт этот адрес, а пароль перестанет действовать, и вы выберете новый по письму. Она завершает все сеансы.
mail-address-changed-subject = Ваш адрес изменён: { $panel }
mail-address-changed-text = Теперь адрес вашего аккаунта { $panel } — { $address }. С ним вы входите.
mail-address-changed-end = Если это были не вы, откройте ссылку в письме, которое раньше пришло на прежний адрес. Она действует три дня.
mail-notice-button = Подробнее
mail-notice-end = О чём уведомлять, вы выбираете на странице аккаунта. Чтобы не получать таких писем, откройте { $link }
mail-notice-end-security = Такие письма приходят всегда: они защищают ваш аккаунт.
mail-export-subject = Ваши данные в { $panel } готовы
mail-export-text = Файл с тем, что { $panel } хранит о вашем аккаунте, готов. Он доступен 24 часа тому, кто вошёл в аккаунт.
mail-export-button = Получить файл
mail-export-end = Если вы его не просили, сразу выберите новый пароль.
