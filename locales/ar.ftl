# Arabic. Each language has the same messages with the same arguments.

## Times

moment = { $day }، { $time }
time-now = الآن
time-minutes-ago =
    { $count ->
        [one] قبل دقيقة
        [two] قبل دقيقتين
        [few] قبل { $count } دقائق
        [many] قبل { $count } دقيقة
       *[other] قبل { $count } دقيقة
    }
time-in-minutes =
    { $count ->
        [one] بعد دقيقة
        [two] بعد دقيقتين
        [few] بعد { $count } دقائق
        [many] بعد { $count } دقيقة
       *[other] بعد { $count } دقيقة
    }
time-hours-ago =
    { $count ->
        [one] قبل ساعة
        [two] قبل ساعتين
        [few] قبل { $count } ساعات
        [many] قبل { $count } ساعة
       *[other] قبل { $count } ساعة
    }
time-in-hours =
    { $count ->
        [one] بعد ساعة
        [two] بعد ساعتين
        [few] بعد { $count } ساعات
        [many] بعد { $count } ساعة
       *[other] بعد { $count } ساعة
    }
time-days-ago =
    { $count ->
        [one] قبل يوم
        [two] قبل يومين
        [few] قبل { $count } أيام
        [many] قبل { $count } يومًا
       *[other] قبل { $count } يوم
    }
time-in-days =
    { $count ->
        [one] بعد يوم
        [two] بعد يومين
        [few] بعد { $count } أيام
        [many] بعد { $count } يومًا
       *[other] بعد { $count } يوم
    }
duration-minutes =
    { $count ->
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $count } دقائق
        [many] { $count } دقيقة
       *[other] { $count } دقيقة
    }
duration-hours =
    { $count ->
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $count } ساعات
        [many] { $count } ساعة
       *[other] { $count } ساعة
    }
duration-days =
    { $count ->
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }

rate-per-thousand = { $price } لكل 1000

## The frame of all pages

maintenance = لا يمكن تقديم الطلبات الآن بسبب الصيانة. الطلبات المقدَّمة من قبل مستمرة.
skip-to-content = الانتقال إلى المحتوى
nav-main = القائمة الرئيسية
nav-new-order = طلب جديد
nav-orders = الطلبات
nav-services = الخدمات
nav-statement = كشف الحساب
nav-add-funds = شحن الرصيد
nav-affiliate = التسويق بالعمولة
nav-api = API
nav-account = الحساب
nav-updates = التحديثات
nav-staff-side = لوحة الإدارة
nav-terms = الاستخدام المقبول
nav-waiting = بالانتظار
sign-out = تسجيل الخروج
balance = الرصيد
your-menu = قائمتك
search-placeholder = رقم الطلب أو الرابط
search-label = البحث في الطلبات
theme = المظهر
theme-auto = تلقائي
theme-light = فاتح
theme-dark = داكن
theme-and-language = المظهر واللغة
language = اللغة
close = إغلاق
keys-title = اختصارات لوحة المفاتيح
keys-palette = الانتقال إلى صفحة أو طلب أو خدمة
keys-search = بحث
keys-new-order = طلب جديد
keys-orders = الانتقال إلى الطلبات
keys-services = الانتقال إلى الخدمات
keys-updates = الانتقال إلى التحديثات
keys-statement = الانتقال إلى كشف الحساب
keys-add-funds = الانتقال إلى شحن الرصيد
keys-api = الانتقال إلى صفحة API
keys-affiliate = الانتقال إلى التسويق بالعمولة
keys-account = الانتقال إلى الحساب
keys-rows = الصف التالي، الصف السابق
keys-select = تحديد الصف
keys-open = فتح الصف
keys-pages = الصفحة أو الطلب التالي، السابق
keys-back = إغلاق، رجوع خطوة
keys-this = هذه القائمة
keys-on = استخدام اختصارات المفتاح الواحد في هذا المتصفح
palette-label = الانتقال إلى

## Parts that several pages have

delivered = تم تسليمه
pages = الصفحات
newer = الأحدث
older = الأقدم
previous = السابق
next = التالي
last-tries = المحاولات الأخيرة
compact-rows = صفوف مضغوطة
copy-ids = نسخ الأرقام
clear = مسح
remove-filter = إزالة عامل التصفية { $filter }
optional = اختياري
please-check = يرجى التحقق من هذا

## Parameters of orders, in the form of a new order and on the page of an order

parameter-keywords = الكلمات المفتاحية
parameter-comments = التعليقات
parameter-usernames = أسماء المستخدمين
parameter-username = اسم المستخدم
parameter-username-hint = بدون @
parameter-hashtags = الهاشتاغات
parameter-hashtag = الهاشتاغ
parameter-hashtag-hint = بدون #
parameter-media = المنشور
parameter-media-hint = المنشور الذي سيُشار إلى المعجبين به
parameter-answer = الإجابة
parameter-answer-hint = رقم الإجابة
parameter-groups = المجموعات
parameter-min = الحد الأدنى لكل منشور
parameter-max = الحد الأقصى لكل منشور
parameter-max-hint = كمية عشوائية بين الحدين
parameter-delay = التأخير
parameter-delay-hint = بالدقائق بعد النشر، من 0 إلى 600
parameter-posts = المنشورات الجديدة
parameter-posts-hint = عددها؛ اتركه فارغًا ليستمر بلا نهاية
parameter-old-posts = المنشورات الحالية
parameter-old-posts-hint = عدد أحدث المنشورات التي يشملها الاشتراك أيضًا
parameter-expiry = ينتهي في
parameter-expiry-hint = يوم/شهر/سنة؛ اتركه فارغًا ليستمر بلا نهاية
parameter-country = البلد
parameter-country-hint = رمز البلد، أو WW للعالم كله
parameter-device = الجهاز
parameter-device-desktop = حاسوب
parameter-device-android = هاتف (Android)
parameter-device-ios = هاتف (iOS)
parameter-device-mobile = متنوع (هواتف)
parameter-device-mixed = متنوع (هواتف وحواسيب)
parameter-traffic = مصدر الزوار
parameter-traffic-search = من محرك بحث
parameter-traffic-page = من صفحة أخرى
parameter-traffic-direct = مباشر
parameter-search-words = كلمات البحث
parameter-search-words-hint = للزيارات من محرك بحث
parameter-referring-page = الصفحة المُحيلة
parameter-referring-page-hint = للزيارات من صفحة أخرى
parameter-lines-hint = واحد في كل سطر

## States of an order, as badges beside it

order-state-scheduled = مجدول
order-state-pending = قيد الانتظار
order-state-processing = قيد المعالجة
order-state-active = نشط
order-state-in-progress = قيد التنفيذ
order-state-completed = مكتمل
order-state-partial = جزئي
order-state-canceled = ملغى
order-state-paused = متوقف مؤقتًا
order-state-expired = منتهٍ

order-waiting-starts = يبدأ { $when }
order-waiting-portion = الجزء التالي { $when }
order-waiting-credit = يحتاج إلى رصيد للمنشور التالي
order-waiting-operator = الإدارة تراجعه

order-progress = { $done } من { $total }
order-progress-posts-of = المنشورات: { $posts } من { $most }
order-progress-posts =
    { $posts ->
        [zero] لا منشورات
        [one] منشور واحد
        [two] منشوران
        [few] { $posts } منشورات
        [many] { $posts } منشورًا
       *[other] { $posts } منشور
    }

## The lists of orders

orders-title = الطلبات
orders-lists = قوائم الطلبات
orders-tab-orders = الطلبات
orders-tab-drip-feeds = التنقيط
orders-tab-subscriptions = الاشتراكات
orders-tab-refills = التعويضات
orders-new-order = طلب جديد
orders-csv = CSV
orders-failed-title = تعذّرت قراءة القائمة
orders-away = لم تستجب قاعدة البيانات. طلباتك محفوظة ومستمرة.
orders-try-again = إعادة المحاولة
orders-clear-filters = مسح عوامل التصفية

orders-head-order = الطلب
orders-head-link = الخدمة والرابط
orders-head-account = الخدمة والحساب
orders-head-state = الحالة
orders-head-charge = التكلفة، { $currency }
orders-head-actions = الإجراءات
orders-head-happens = ما سيحدث
orders-head-made = التقدّم
orders-head-next = التالي
orders-head-posts = المنشورات
orders-head-until = حتى
orders-head-asked = طُلب في
orders-head-answered = تاريخ الرد
orders-head-refill = التعويض

orders-all = الكل
orders-chip-pending = قيد الانتظار
orders-chip-processing = قيد المعالجة
orders-chip-in-progress = قيد التنفيذ
orders-chip-paused = متوقفة مؤقتًا
orders-chip-completed = مكتملة
orders-chip-partial = جزئية
orders-chip-canceled = ملغاة
orders-chip-active = نشطة
orders-chip-ended = منتهية

orders-search-and-filter = البحث والتصفية
orders-filter-search = الأرقام أو الرابط أو الخدمة
orders-filter-service-hint = رقم أو كلمات
orders-filter-kind = النوع
orders-filter-from = من
orders-filter-to = إلى
orders-filter-show = عرض
orders-kind-any = كل الأنواع
orders-kind-single = طلبات مفردة
orders-kind-mass = طلبات جماعية
orders-kind-api = عبر API
orders-kind-drip-feed = طلبات بالتنقيط
orders-kind-paced = بوتيرة محددة
orders-kind-subscription = اشتراكات
orders-filter-no-day = «{ $text }» ليس تاريخًا. اكتبه بالصيغة YYYY-MM-DD (2026-11-30).
orders-filter-days-reversed = اليوم الأول بعد اليوم الأخير، لذلك لا يوجد ما يُعرض.

orders-showing = المعروض
orders-showing-one-state = <span class="soft">المعروض</span><span>حالة واحدة</span>
orders-clear-all = مسح الكل
orders-active-search = «{ $text }»
orders-active-service-id = الخدمة رقم { $service }
orders-active-service-words = الخدمة «{ $text }»
orders-active-from = من { $day }
orders-active-from-wrong = من «{ $text }»: ليس تاريخًا
orders-active-to = إلى { $day }
orders-active-to-wrong = إلى «{ $text }»: ليس تاريخًا
orders-active-parent = التابعة للطلب { $order }

orders-views = تصفياتك المحفوظة
orders-view-keep = حفظ هذه التصفية
orders-view-keep-yes = حفظ
orders-view-name = اسم التصفية
orders-view-name-hint = تظهر فوق القائمة. وإذا تكرر الاسم حلّت محل السابقة.
orders-view-remove = إزالة التصفية { $name }
orders-view-kept = تم حفظ التصفية، وهي تظهر فوق القائمة.
orders-view-removed = تمت إزالة التصفية «{ $name }».
orders-view-name-wrong = عدد أحرف الاسم من 1 إلى { $count }.
orders-view-nothing = اختر عامل تصفية أولًا، فالتصفية المحفوظة تحفظ عوامل تصفية القائمة.
orders-view-too-long = عوامل التصفية هذه أطول من أن تُحفظ. اختصر البحث.
orders-view-too-many = بلغت الحد الأقصى للتصفيات المحفوظة، وهو { $count }. أزل واحدة أولًا.

orders-none-title = لا توجد طلبات بعد
orders-none = اختر خدمة والصق رابطًا وحدّد الكمية. يظهر الطلب هنا وتتحدث حالته تلقائيًا.
orders-none-action = تقديم أول طلب
orders-no-match-title = لا يوجد طلب مطابق
orders-no-match = جرّب رقمًا أو رابطًا آخر، أو اعرض كل الحالات.
orders-no-new-match-title = لا نتائج بين أحدث الطلبات
orders-no-new-match = هناك طلبات أقدم لم يشملها البحث بعد. تابع عبر «الأقدم»، أو ضيّق البحث بالتاريخ أو بالخدمة.

orders-actions-for = إجراءات الطلب { $order }
orders-open = فتح
orders-cancel-ask = إلغاء…
orders-refill-ask = تعويض…
orders-again-ask = إعادة الطلب…
orders-cancel-one-yes = نعم، إلغاء الطلب { $order }

## Many orders at once

orders-tick-all = تحديد كل الطلبات في هذه الصفحة
orders-ticked = الطلبات المحددة
orders-ticked-count = المحدد: <b class="num" data-tick-count>0</b>
orders-bulk-none-ticked = حدّد الطلبات أولًا.
orders-bulk-too-many = الحد الأقصى للطلبات في المرة الواحدة { $most }، والمحدد الآن { $count }.
orders-bulk-back = رجوع
orders-bulk-back-to-list = العودة إلى القائمة
orders-cancel-title = هل تريد إلغاء هذه الطلبات؟
orders-cancel-none = لا يمكن إلغاء أي من هذه الطلبات الآن.
orders-cancel-intro = يعود { $amount } إلى رصيدك فورًا.
orders-cancel-intro-asks = يعود { $amount } إلى رصيدك فورًا. أما ما يوقفه المزوّد فيعود بعد رده.
orders-cancel-yes =
    { $count ->
        [one] إلغاء طلب واحد
        [two] إلغاء طلبين
        [few] إلغاء { $count } طلبات
        [many] إلغاء { $count } طلبًا
       *[other] إلغاء { $count } طلب
    }
orders-refill-title = هل تريد تعويض هذه الطلبات؟
orders-refill-none = لا يمكن تعويض أي من هذه الطلبات الآن.
orders-refill-intro = التعويض مجاني.
orders-refill-yes =
    { $count ->
        [one] طلب تعويض واحد
        [two] طلب تعويضين
        [few] طلب { $count } تعويضات
        [many] طلب { $count } تعويضًا
       *[other] طلب { $count } تعويض
    }
orders-refill-foreseen = يُسلَّم ما نقص من جديد.
orders-done-title =
    { $count ->
        [zero] لم يُنفَّذ الإجراء على أي طلب
        [one] نُفِّذ الإجراء على طلب واحد
        [two] نُفِّذ الإجراء على طلبين
        [few] نُفِّذ الإجراء على { $count } طلبات
        [many] نُفِّذ الإجراء على { $count } طلبًا
       *[other] نُفِّذ الإجراء على { $count } طلب
    }
orders-done-all = يوضّح كل طلب ما حدث له.
orders-done-left =
    { $count ->
        [one] بقي طلب واحد كما كان، والسبب مذكور معه.
        [two] بقي طلبان كما كانا، والسبب مذكور مع كل منهما.
        [few] بقيت { $count } طلبات كما كانت، والسبب مذكور مع كل منها.
        [many] بقي { $count } طلبًا كما كان، والسبب مذكور مع كل منها.
       *[other] بقي { $count } طلب كما كان، والسبب مذكور مع كل منها.
    }

## Drip-feeds, subscriptions and refills

orders-drip-feeds-title = التنقيط
orders-drip-feeds-teach = طلب التنقيط يكرر الطلب على فترات، والطلب بوتيرة محددة يُسلَّم على أجزاء. تجد الحقول اللازمة في نموذج الطلب للخدمات التي تتيح ذلك.
orders-subscriptions-title = الاشتراكات
orders-subscriptions-teach = يتابع الاشتراك حسابًا ويقدّم طلبًا لكل منشور جديد. تطلب خدمات هذا النوع اسم الحساب في نموذج الطلب.
orders-family-no-match-title = لا نتائج مطابقة
orders-family-no-match = لا يوجد شيء بهذه الحالة.
orders-family-none-title = لا يوجد شيء بعد
orders-made-runs = التكرارات: { $made } من { $total }
orders-made-portions = الأجزاء: { $made } من { $total }
orders-no-end = بلا نهاية

orders-refills-title = التعويضات
orders-refills-no-match-title = لا يوجد تعويض مطابق
orders-refills-no-match = لا يوجد تعويض بهذه الحالة.
orders-refills-none-title = لا توجد تعويضات بعد
orders-refills-none = إذا نقص شيء مما تم تسليمه، فاطلب التعويض من صفحة الطلب. التعويض مجاني.
orders-refills-none-action = عرض الطلبات المكتملة
orders-refills-open = مفتوحة
orders-refills-done = تم تعويضها
orders-refills-refused = لم تُعوَّض
orders-refill-pending = مطلوب
orders-refill-under-way = جارٍ
orders-refill-completed = تم التعويض
orders-refill-rejected = مرفوض
orders-refill-failed = فشل

## The page of an order

order-number = الطلب { $order }
order-copy-number = نسخ رقم الطلب
order-copy-link = نسخ الرابط
order-updates = يتحدّث تلقائيًا
order-start-count = عدد البداية
order-remains = المتبقي
order-timeline = سجل الأحداث
order-money = المبالغ
order-charge = التكلفة
order-refunded = المسترد
order-net = الصافي
order-in-statement = في كشف الحساب

order-terms = تفاصيل الطلب
order-service = الخدمة
order-service-id = رقم { $service }
order-link = الرابط
order-made-as = الأصل
order-made-as-run = تكرار من <a href="/orders/{ $order }">الطلب { $order }</a>
order-made-as-portion = جزء من <a href="/orders/{ $order }">الطلب { $order }</a>
order-made-as-post = منشور من <a href="/orders/{ $order }">الطلب { $order }</a>
order-runs = التكرارات
order-portions = الأجزاء
order-posts = المنشورات
order-all-children = عرض الكل
order-runs-value = { $runs }، في كل منها { $each }
order-minutes-between = الدقائق بين التكرارات
order-start = البدء
order-start-to-come = { $wait }، يبدأ { $when }
order-start-past = { $wait }، بدأ { $when }
order-minutes-later =
    { $count ->
        [one] بعد دقيقة من تقديمه
        [two] بعد دقيقتين من تقديمه
        [few] بعد { $count } دقائق من تقديمه
        [many] بعد { $count } دقيقة من تقديمه
       *[other] بعد { $count } دقيقة من تقديمه
    }
order-hours-later =
    { $count ->
        [one] بعد ساعة من تقديمه
        [two] بعد ساعتين من تقديمه
        [few] بعد { $count } ساعات من تقديمه
        [many] بعد { $count } ساعة من تقديمه
       *[other] بعد { $count } ساعة من تقديمه
    }
order-days-later =
    { $count ->
        [one] بعد يوم من تقديمه
        [two] بعد يومين من تقديمه
        [few] بعد { $count } أيام من تقديمه
        [many] بعد { $count } يومًا من تقديمه
       *[other] بعد { $count } يوم من تقديمه
    }
order-pace = الوتيرة
order-pace-value = { $speed } في الدقيقة
order-portions-value = { $portions }، في كل منها { $each } أو أكثر
order-position = المركز
order-position-value = { $position } أو أفضل
order-given-up = مهلة بلوغ المركز
order-given-up-value =
    { $hours ->
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $hours } ساعات
        [many] { $hours } ساعة
       *[other] { $hours } ساعة
    }
order-rate = السعر
order-placed = تاريخ الطلب
order-placed-page = { $when }، من الموقع
order-placed-api = { $when }، عبر API
order-placed-subscription = { $when }، بواسطة اشتراكه

order-actions = ما يمكنك فعله
order-resume = استئناف
order-resumed = تم استئناف الاشتراك.
order-not-resumed = لا يُستأنف إلا اشتراك متوقف مؤقتًا، وهذا الاشتراك غير متوقف.
order-again = إعادة الطلب
order-not-found = ليس لديك طلب بهذا الرقم.

order-cancel = إلغاء
order-cancel-yes = إلغاء الطلب
order-cancel-ends-subscription = ينتهي الاشتراك الآن ولا تُطلب منشورات أخرى. أما طلبات المنشورات السابقة فتستمر.
order-cancel-ends = ينتهي الطلب الآن ويعود { $amount } إلى رصيدك.
order-cancel-stops-runs = تُلغى التكرارات التي لم تبدأ بعد (عددها { $runs })، ويعود { $amount } إلى رصيدك. أما التكرارات الجارية فتستمر، ويمكنك إلغاؤها واحدًا تلو الآخر.
order-cancel-stops-portions = يُلغى ما لم يُرسَل بعد، ويعود { $amount } إلى رصيدك. ويُطلب من المزوّد إيقاف الباقي.
order-cancel-asks = يُطلب من المزوّد إيقاف الطلب. بعد رده يعود إليك مبلغ ما لم يُسلَّم، أما ما تم تسليمه فلا يُسترد مبلغه.
order-canceled-subscription = انتهى الاشتراك ولن تُطلب منشورات أخرى.
order-canceled = تم إلغاء الطلب، وعاد إلى رصيدك ما خُصم مقابل ما لم يُسلَّم.
order-canceled-portions = تم إلغاء ما لم يُرسَل بعد وإعادة مبلغه إلى رصيدك. وطُلب من المزوّد إيقاف الباقي.
order-canceled-runs = تم إلغاء التكرارات التي لم تبدأ بعد وإعادة مبلغها إلى رصيدك. أما التكرارات الجارية فتستمر.
order-cancel-asked = طُلب من المزوّد إيقاف الطلب، وسيستمر الطلب إلى أن يرد.
order-no-cancel = لا يمكن إلغاء طلبات هذه الخدمة.
order-no-cancel-ended = لا يمكن إلغاؤه لأنه انتهى.
order-no-cancel-runs-made = لا يمكن إلغاؤه لأن كل تكراراته بدأت. ألغِها واحدًا تلو الآخر.
order-no-cancel-asked = سبق طلب الإلغاء، ولم يرد المزوّد بعد.

order-refill = تعويض
order-refill-question = هل تطلب إعادة تسليم ما نقص؟ التعويض مجاني.
order-refill-yes = طلب التعويض
order-refill-asked = تم طلب التعويض، وهو مجاني.
order-no-refill-parent = يُطلب التعويض لكل طلب من طلباته المفردة على حدة.
order-no-refill = هذه الخدمة لا تقدّم تعويضًا.
order-no-refill-over = انتهت مدة التعويض في هذه الخدمة.
order-no-refill-not-completed = لا يُعوَّض إلا طلب مكتمل.
order-no-refill-not-yet = يمكن طلب التعويض عند اكتمال الطلب.
order-no-refill-too-early = يمكن طلب التعويض ابتداءً من { $when }.
order-no-refill-open = هناك تعويض جارٍ بالفعل.

## The timeline of an order

order-event-by-you = نفّذته أنت
order-event-by-operator = نفّذته الإدارة
order-event-placed = تم تقديم الطلب
order-event-charged = تم خصم { $amount }
order-event-scheduled = تمت جدولته
order-event-queued = بانتظار الإرسال
order-event-submitting = يُرسَل إلى المزوّد
order-event-active = نشط
order-event-accepted = قبله المزوّد
order-event-checking = الإدارة تراجعه
order-event-unknown-text = ليس واضحًا إن كان المزوّد قد استلم الطلب.
order-event-completed = اكتمل
order-event-partial = انتهى جزئيًا
order-event-partial-text = لم يُسلَّم { $left }
order-event-partial-back = لم يُسلَّم { $left }؛ وعاد { $amount } إلى الرصيد
order-event-came-back = عاد { $amount } إلى الرصيد
order-event-canceled = أُلغي
order-event-paused = توقف مؤقتًا
order-event-paused-text = لم يكفِ الرصيد للمنشور التالي. أضف رصيدًا ثم استأنف الاشتراك.
order-event-expired = انقضى اليوم الأخير
order-event-run = بدأ تكرار جديد
order-event-portion = بدأ جزء جديد
order-event-post = طُلب منشور جديد
order-event-rank = المركز { $position }
order-event-gave-up = لم يُبلَغ المركز في الوقت المحدد
order-event-gave-up-text = أُوقف ما لم يُسلَّم بعد، ويعود مبلغه إلى الرصيد.
order-event-runs-canceled = أُلغيت التكرارات التي لم تبدأ (عددها { $runs })
order-event-portions-canceled = أُلغي ما لم يُرسَل بعد
order-event-cancel-asked = طُلب الإلغاء
order-event-cancel-accepted = المزوّد يوقفه
order-event-cancel-refused = لم يُلغه المزوّد، والطلب مستمر
order-event-cancel-unanswered = لا رد على طلب الإلغاء بعد؛ أُعيد الطلب
order-event-refill-asked = طُلب التعويض
order-event-refill-waits = لم يمكن طلب التعويض بعد؛ أُعيدت المحاولة
order-event-refill-accepted = التعويض جارٍ
order-event-refill-rejected = لم يعوّضه المزوّد
order-event-refill-completed = تم التعويض
order-event-progress = قيد التنفيذ
order-event-progress-text = بقي للتسليم { $left }
order-event-refunded = تم الاسترداد
order-event-refunded-text = المجموع { $amount }
order-event-edited = تم التصحيح
order-event-edited-start = عدد البداية { $count }
order-event-edited-link = الرابط { $link }
order-event-edited-list = { $first }، { $next }
order-event-tried = عدد المحاولات { $count }، آخرها { $when }
order-event-not-taken = لم يُستلم
order-event-not-taken-yet = لم يستلم المزوّد الطلب بعد. تعيد اللوحة إرساله تلقائيًا.
order-event-not-taken-at-all = لم يستلم المزوّد الطلب.

## The chart of an order

chart-now = الآن <strong>{ $value }</strong>
chart-table = كجدول
chart-when = الوقت
chart-portion = الجزء
chart-delivered = تم تسليمه
chart-pace = الوتيرة
chart-pace-summary = الأجزاء المرسلة: { $made } من { $portions }. الوحدات المرسلة: { $sent } من { $units }.
chart-pace-now = أُرسل { $sent } من { $units }
chart-pace-wanted = الأجزاء: { $portions }، في كل منها { $each } أو أكثر
chart-pace-note = الخط المتصل هو ما أُرسل، والمتقطع هو ما كان مخططًا.
chart-position = المركز
chart-position-summary = تغيّر المركز من { $first } إلى { $last }.
chart-position-summary-wanted = تغيّر المركز من { $first } إلى { $last }؛ والمطلوب { $wanted }.
chart-position-wanted = المطلوب { $wanted }
chart-position-note = المركز 1 هو الأفضل.
chart-position-note-wanted = الخط المتقطع هو المركز المطلوب.

## New order: the page

new-title = طلب جديد
new-tabs = نوع الطلب
new-tab-one = طلب واحد
new-tab-mass = طلب جماعي
new-no-services-title = لا توجد خدمات بعد
new-no-services-text = لم تتح الإدارة أي خدمة بعد. عند توفر خدمة يمكنك طلبها من هنا.
new-no-services-see-orders = عرض طلباتك
new-blank = اختر خدمة، وستظهر هنا حقولها وسعرها.
new-last-orders = آخر الطلبات
new-all-orders = كل الطلبات

## New order: the facts about the service

new-about-service = عن هذه الخدمة
new-service-id = رقم { $id }
new-rate = السعر
new-average-time = متوسط الوقت
new-refill = التعويض
new-cancel = الإلغاء
new-yes = نعم
new-no = لا
new-refill-days =
    { $count ->
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
new-one-package = باقة واحدة
new-range = من { $min } إلى { $max }
new-about-a-minute = نحو دقيقة
new-about-minutes =
    { $count ->
        [one] نحو دقيقة
        [two] نحو دقيقتين
        [few] نحو { $count } دقائق
        [many] نحو { $count } دقيقة
       *[other] نحو { $count } دقيقة
    }
new-about-hours =
    { $count ->
        [one] نحو ساعة
        [two] نحو ساعتين
        [few] نحو { $count } ساعات
        [many] نحو { $count } ساعة
       *[other] نحو { $count } ساعة
    }
new-about-days =
    { $count ->
        [one] نحو يوم
        [two] نحو يومين
        [few] نحو { $count } أيام
        [many] نحو { $count } يومًا
       *[other] نحو { $count } يوم
    }

## The types of services. Resellers know them by their English names: translate those that are
## common words in your language's trade.

new-kind-default = افتراضي
new-kind-package = باقة
new-kind-seo = SEO
new-kind-custom-comments = تعليقات مخصصة
new-kind-custom-comments-package = باقة تعليقات مخصصة
new-kind-mentions = إشارات
new-kind-mentions-with-hashtags = إشارات مع هاشتاغات
new-kind-mentions-custom-list = إشارات لقائمة مخصصة
new-kind-mentions-hashtag = إشارات حسب هاشتاغ
new-kind-mentions-user-followers = إشارات لمتابعي مستخدم
new-kind-mentions-media-likers = إشارات للمعجبين بمنشور
new-kind-comment-likes = إعجابات بالتعليقات
new-kind-comment-replies = ردود على التعليقات
new-kind-poll = استطلاع رأي
new-kind-invites-from-groups = دعوات من مجموعات
new-kind-subscriptions = اشتراكات
new-kind-web-traffic = زيارات مواقع

## New order: the fields of the form

new-hint = { $text }.
new-link = الرابط
new-link-hint = رابط الصفحة المقصودة بالطلب، أو اسم حساب.
new-quantity = الكمية
new-range-hint = من { $min } إلى { $max }.
new-most-hint = من { $min } إلى { $max }. كمية عشوائية بين الحدين.
new-lines-hint = واحد في كل سطر، وعدد الأسطر من { $min } إلى { $max }.
new-last-day-hint = آخر يوم تُطلب فيه المنشورات؛ اتركه فارغًا ليستمر بلا نهاية.
new-drip = التنقيط: تكرار هذا الطلب
new-runs = التكرارات
new-runs-hint = عدد المرات، من 1 إلى { $max }.
new-interval = الدقائق بين التكرارات
new-interval-hint = من 1 إلى { $max }، أي أسبوع.
new-delivery = موعد التسليم وسرعته
new-after = الدقائق حتى البدء
new-after-hint = من 0 إلى { $max }، أي 30 يومًا؛ اتركه فارغًا للبدء فورًا.
new-position = المركز
new-position-hint = من 1 إلى { $max }، لكمية { $least } أو أكثر بسرعة 1 في الدقيقة. عند بلوغ المركز يُعاد مبلغ الباقي.
new-hours = مهلة بلوغ المركز، بالساعات
new-hours-hint = من 1 إلى { $max }؛ وإذا تُرك فارغًا: { $hours }.
new-speed = السرعة (في الدقيقة)
new-speed-hint = مثل 0.5 أو 20، ويكون التسليم على أجزاء. اتركه فارغًا لأقصى سرعة ممكنة.
new-place = تقديم الطلب
new-check = حساب التكلفة أولًا

## New order: the charge

new-charge = التكلفة
new-balance-after = الرصيد بعد الطلب
new-balance-short = رصيدك لا يكفي لهذا الطلب.
new-add-funds = شحن الرصيد لهذا الطلب
new-how = { $count } × { $price } ÷ 1000
new-how-runs =
    { $runs ->
        [one] تكرار واحد × { $count } × { $price } ÷ 1000
        [two] تكراران × { $count } × { $price } ÷ 1000
        [few] { $runs } تكرارات × { $count } × { $price } ÷ 1000
        [many] { $runs } تكرارًا × { $count } × { $price } ÷ 1000
       *[other] { $runs } تكرار × { $count } × { $price } ÷ 1000
    }
new-how-post = الآن؛ ثم { $most } لكل منشور
new-how-posts = الآن؛ ثم من { $least } إلى { $most } لكل منشور
new-fill-in-for-charge = املأ حقل «{ $field }» لعرض التكلفة.
new-charge-to-come = تظهر التكلفة بعد ملء الحقول.

## New order: what is wrong with it

new-choose-service = اختر خدمة.
new-service-gone = هذه الخدمة لم تعد متاحة. اختر غيرها.
new-service-gone-meanwhile = هذه الخدمة لم تعد متاحة. اختر غيرها؛ لم يُخصم شيء.
new-link-missing = أدخل الرابط.
new-link-refused = لا نقبل طلبات لهذا الهدف.
new-link-unreadable = هذا ليس رابط صفحة عامة ولا اسم حساب.
new-quantity-missing = أدخل الكمية.
new-quantity-not-whole = يجب أن تكون الكمية عددًا صحيحًا، مثل 1000.
new-too-few = الحد الأدنى لهذه الخدمة { $min }.
new-too-many = الحد الأقصى لهذه الخدمة { $max }.
new-too-few-lines =
    { $count ->
        [zero] الحد الأدنى لهذه الخدمة { $min }، ولا توجد أسطر الآن.
        [one] الحد الأدنى لهذه الخدمة { $min }، ويوجد الآن سطر واحد.
        [two] الحد الأدنى لهذه الخدمة { $min }، ويوجد الآن سطران.
        [few] الحد الأدنى لهذه الخدمة { $min }، وتوجد الآن { $count } أسطر.
        [many] الحد الأدنى لهذه الخدمة { $min }، ويوجد الآن { $count } سطرًا.
       *[other] الحد الأدنى لهذه الخدمة { $min }، ويوجد الآن { $count } سطر.
    }
new-too-many-lines =
    { $count ->
        [one] الحد الأقصى لهذه الخدمة { $max }، ويوجد الآن سطر واحد.
        [two] الحد الأقصى لهذه الخدمة { $max }، ويوجد الآن سطران.
        [few] الحد الأقصى لهذه الخدمة { $max }، وتوجد الآن { $count } أسطر.
        [many] الحد الأقصى لهذه الخدمة { $max }، ويوجد الآن { $count } سطرًا.
       *[other] الحد الأقصى لهذه الخدمة { $max }، ويوجد الآن { $count } سطر.
    }
new-between = عدد صحيح من { $min } إلى { $max }.
new-fill-in = املأ حقل «{ $field }».
new-position-missing = أدخل المركز.
new-position-or-runs = لا يمكن الجمع بين المركز والتنقيط.
new-speed-or-runs = اختر السرعة أو التكرارات، فللتنقيط وتيرته الخاصة.
new-speed-unreadable = عدد أكبر من 0 مثل 0.5 أو 20، بثلاثة أرقام على الأكثر بعد الفاصلة العشرية.
new-choose-one = اختر من القائمة.
new-too-long = النص طويل جدًا.
new-day-unreadable = يوم لم ينقضِ بعد، مثل 31/12/2026.
new-most-below-least = يجب ألا يقل عن الحد الأدنى لكل منشور.
new-one-line = سطر واحد فقط من فضلك.
new-unreadable = تعذّرت قراءة هذا. أدخل اسمًا أو سطرًا واحدًا من النص.
new-not-drip-fed = هذه الخدمة لا تدعم التنقيط.
new-dearer = التكلفة الآن { $amount }، وهي أعلى مما ظهر في النموذج. لم يُقدَّم أي طلب ولم يُخصم شيء. أرسل النموذج مرة أخرى إن كنت موافقًا.
new-funds = رصيدك { $amount } لا يكفي لهذا الطلب. لم يُخصم شيء.
new-duplicate = هناك طلب لهذه الخدمة على هذا الرابط لم ينتهِ بعد. انتظر حتى ينتهي.
new-form-used = سبق أن قُدّم طلب بهذا النموذج قبل أن تعدّله، وتجده في صفحة «الطلبات». لم يُقدَّم شيء ولم يُخصم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
new-unverified = أكّد بريدك الإلكتروني قبل أن تطلب: ترسل لك صفحة حسابك رابطًا. لم يُخصم شيء.
new-confirm-first = يمكنك الاطلاع على كل شيء. لتقديم الطلبات أكّد أولًا بريدك الإلكتروني في <a href="/account#address">صفحة حسابك</a>.
new-busy = هناك ضغط كبير الآن. لم يُخصم شيء؛ أرسل النموذج مرة أخرى بعد قليل.
new-maintenance = لا تُقبل الطلبات الآن بسبب الصيانة. لم يُخصم شيء؛ حاول مرة أخرى لاحقًا.
new-outcome-unknown = انقطع الاتصال بقاعدة البيانات لحظة، ولا يُعرف إن كان الطلب قد قُدّم. أرسل هذا النموذج مرة أخرى كما هو: لن يُقدَّم الطلب ولن يُخصم مبلغه أكثر من مرة.
new-look-over = لم يُقدَّم شيء بعد. راجع الطلب وأرسله مرة أخرى.
new-unseen = لم يُقدَّم شيء بعد: تكلفة هذا الطلب { $amount }. أرسل النموذج مرة أخرى إن كنت موافقًا.
new-same-seconds =
    { $count ->
        [one] قدّمت الطلب نفسه قبل ثانية: الطلب { $order }. لم يُقدَّم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
        [two] قدّمت الطلب نفسه قبل ثانيتين: الطلب { $order }. لم يُقدَّم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
        [few] قدّمت الطلب نفسه قبل { $count } ثوانٍ: الطلب { $order }. لم يُقدَّم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
        [many] قدّمت الطلب نفسه قبل { $count } ثانية: الطلب { $order }. لم يُقدَّم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
       *[other] قدّمت الطلب نفسه قبل { $count } ثانية: الطلب { $order }. لم يُقدَّم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
    }
new-same-minutes =
    { $count ->
        [one] قدّمت الطلب نفسه قبل دقيقة: الطلب { $order }. لم يُقدَّم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
        [two] قدّمت الطلب نفسه قبل دقيقتين: الطلب { $order }. لم يُقدَّم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
        [few] قدّمت الطلب نفسه قبل { $count } دقائق: الطلب { $order }. لم يُقدَّم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
        [many] قدّمت الطلب نفسه قبل { $count } دقيقة: الطلب { $order }. لم يُقدَّم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
       *[other] قدّمت الطلب نفسه قبل { $count } دقيقة: الطلب { $order }. لم يُقدَّم شيء الآن. أرسل النموذج مرة أخرى لتقديم طلب آخر.
    }

## New order: what was done

new-placed = تم تقديم الطلب { $order } وخصم { $amount }.
new-placed-already = سبق تقديم الطلب { $order }، ولم يُخصم شيء مرتين.
new-placed-by-posts = تم تقديم الطلب { $order }؛ وتُخصم تكلفة كل منشور عند طلبه.

## The list of services to choose from

picker-service = الخدمة
picker-category = الفئة
picker-all = الكل
picker-favourites = المفضلة
picker-lately = طُلبت مؤخرًا
picker-find = البحث عن خدمة
picker-search = بحث
picker-choose = اختر خدمة
picker-show-fields = عرض حقول هذه الخدمة
picker-none = لا توجد خدمة مطابقة. جرّب كلمات أقل.
picker-no-favourites = لا توجد خدمات مفضلة بعد. أضفها بالنجمة بجانب الخدمة.
picker-more =
    { $count ->
        [one] توجد خدمة مطابقة أخرى. اكتب لتضييق النتائج.
        [two] توجد خدمتان مطابقتان أخريان. اكتب لتضييق النتائج.
        [few] توجد { $count } خدمات مطابقة أخرى. اكتب لتضييق النتائج.
        [many] توجد { $count } خدمة مطابقة أخرى. اكتب لتضييق النتائج.
       *[other] توجد { $count } خدمة مطابقة أخرى. اكتب لتضييق النتائج.
    }
picker-count =
    { $count ->
        [zero] لا خدمات
        [one] خدمة واحدة
        [two] خدمتان
        [few] { $count } خدمات
        [many] { $count } خدمة
       *[other] { $count } خدمة
    }
picker-count-and-more =
    { $count ->
        [one] خدمة واحدة؛ المعروض { $shown }. اكتب لتضييق النتائج.
        [two] خدمتان؛ المعروض { $shown }. اكتب لتضييق النتائج.
        [few] { $count } خدمات؛ المعروض { $shown }. اكتب لتضييق النتائج.
        [many] { $count } خدمة؛ المعروض { $shown }. اكتب لتضييق النتائج.
       *[other] { $count } خدمة؛ المعروض { $shown }. اكتب لتضييق النتائج.
    }
picker-id = رقم { $id }
picker-rate = { $price } لكل 1000
picker-refill = تعويض
picker-cancel = إلغاء
picker-drip = تنقيط

## Mass order: many orders at once, one a line

mass-title = طلب جماعي
mass-left-out = طلبات مستبعدة
mass-again-service-gone = الطلب { $order }: خدمته لم تعد متاحة.
mass-again-more-fields = الطلب { $order }: حقوله أكثر مما يتسع له السطر. أعد طلبه من صفحته.
mass-lines = الطلبات، طلب في كل سطر
mass-lines-hint = اكتب كل سطر هكذا: service | link | quantity (رقم الخدمة، الرابط، الكمية). ويمكن أيضًا لصق خلايا من جدول بيانات. في خدمات التعليقات يكون كل عمود إضافي تعليقًا.
mass-check = التحقق من الأسطر
mass-no-lines = اكتب أو الصق سطرًا واحدًا على الأقل.
mass-too-many = الحد الأقصى للأسطر في المرة الواحدة { $most }، وعددها الآن { $count }.
mass-changed = تغيّرت هذه الأسطر بعد التحقق منها. لم يُقدَّم شيء. راجعها وأرسلها مرة أخرى.
mass-some-faults = في بعض الأسطر أخطاء. لم يُقدَّم شيء. صحّحها، أو قدّم الأسطر الصالحة فقط.

## Mass order: what became of the lines

mass-good = جاهزة للتقديم: { $good }
mass-good-some = جاهزة للتقديم: { $good }، فيها خطأ: { $bad }
mass-placed = تم تقديمها: { $placed }
mass-placed-some = تم تقديمها: { $placed }، لم تُقدَّم: { $refused }
mass-csv = CSV
mass-see-orders = عرض طلباتك
mass-table = الأسطر
mass-line = السطر
mass-service-and-link = الخدمة والرابط
mass-quantity = الكمية
mass-charge = التكلفة
mass-result = النتيجة
mass-order = الطلب { $order }
mass-line-good = صالح
mass-charged = إجمالي المخصوم
mass-charge-of-good = تكلفة الأسطر الصالحة
mass-balance = الرصيد
mass-balance-after = الرصيد بعد الطلبات
mass-correct = الأسطر التي لم تُقدَّم معروضة في الأعلى من جديد. صحّحها وتحقق منها ثم قدّمها.
mass-place =
    { $count ->
        [one] تقديم طلب واحد
        [two] تقديم طلبين
        [few] تقديم { $count } طلبات
        [many] تقديم { $count } طلبًا
       *[other] تقديم { $count } طلب
    }
mass-place-good =
    { $count ->
        [one] تقديم الطلب الصالح الوحيد
        [two] تقديم الطلبين الصالحين
        [few] تقديم الطلبات الصالحة ({ $count })
        [many] تقديم الطلبات الصالحة ({ $count })
       *[other] تقديم الطلبات الصالحة ({ $count })
    }

## Mass order: what is wrong with a line

mass-not-on-sale = الخدمة { $service } غير متاحة.
mass-no-service = يجب أن يبدأ السطر برقم خدمة.
mass-more-fields = الخدمات من نوع { $kind } لها حقول أكثر: اطلبها من نموذج الطلب الواحد.
mass-more-cells = يوجد نص زائد بعد الكمية.
mass-balance-short = الرصيد لا يكفي لهذا السطر.
mass-line-no-answer = لم تستجب قاعدة البيانات. أرسل هذا السطر مرة أخرى كما هو: لن يُقدَّم أكثر من مرة.

## The start: what a guest sees first

start-headline = اطلب بالجملة وتابع كل طلب.
start-text = قدّم طلباتك واحدًا واحدًا، أو بالجملة، أو عبر API. وتابع ما آل إليه كل طلب وكم كلّف.
start-create-account = إنشاء حساب
start-sign-in = تسجيل الدخول
start-all-services = عرض كل الخدمات ({ $count })
start-how = كيف تعمل اللوحة
start-order = اطلب
start-order-text = طلب واحد، أو قائمة كاملة، أو من برنامجك الخاص: يظهر لك السعر قبل أن توافق.
start-follow = تابع
start-follow-text = يوضّح كل طلب مدى تقدمه. وما لم يُسلَّم يعود مبلغه إلى رصيدك.
start-account = راجع
start-account-text = كل حركة في رصيدك مسجلة في كشف حساب يمكنك تنزيله.
start-sold = ما نقدّمه هنا
start-price-list = قائمة الأسعار الكاملة
start-more-categories =
    { $count ->
        [one] وفئة أخرى
        [two] وفئتان أخريان
        [few] و{ $count } فئات أخرى
        [many] و{ $count } فئة أخرى
       *[other] و{ $count } فئة أخرى
    }

guest-sign-in = تسجيل الدخول
guest-sign-up = إنشاء حساب

## Services: the price list

services-title = الخدمات
services-description = خدمات { $panel } بأسعارها وحدودها ومتوسط أوقاتها.
services-updates = التحديثات
services-csv = CSV
services-search-placeholder = الاسم أو الرقم أو الفئة
services-search = البحث في الخدمات
services-category = الفئة
services-all-categories = كل الفئات
services-category-count = { $category } ({ $count })
services-show = عرض
services-clear-filters = مسح عوامل التصفية
services-shown = المعروض
services-all = الكل
services-favourites = المفضلة
services-count =
    { $count ->
        [zero] لا خدمات
        [one] خدمة واحدة
        [two] خدمتان
        [few] { $count } خدمات
        [many] { $count } خدمة
       *[other] { $count } خدمة
    }
services-page = { $from } إلى { $to } من أصل { $count }
services-no-favourite-title = لا توجد خدمة مفضلة هنا
services-no-favourite-text = اضغط على النجمة بجانب الخدمة لتظهر هنا.
services-see-all = عرض كل الخدمات
services-none-title = لا توجد خدمة مطابقة
services-none-text = جرّب كلمات أقل أو فئة أخرى.
services-empty-title = لا توجد خدمات بعد
services-empty-text = لم تتح الإدارة أي خدمة بعد. عند توفر خدمة تظهر هنا.
services-to-start = الانتقال إلى البداية
services-favourite = مفضلة
services-id = الرقم
services-service = الخدمة
services-rate = السعر لكل 1000، { $currency }
services-quantity = الكمية
services-average-time = متوسط الوقت
services-allows = تتيح
services-allows-refill = تعويض
services-allows-cancel = إلغاء
services-allows-drip-feed = تنقيط
services-one-package = باقة واحدة
services-order = اطلب
services-order-service = طلب الخدمة { $service }
services-star = المفضلة: الخدمة { $service }
services-star-add = إضافة إلى المفضلة
services-star-remove = إزالة من المفضلة

## One service

service-order = اطلب
service-description = الوصف
service-no-description = لا يوجد وصف.
service-changes = ما الذي تغيّر
service-all-updates = كل التحديثات
service-change-day = اليوم
service-change = التغيير
service-change-rate = السعر، { $currency }
service-id = الخدمة رقم { $service }
service-for-package = للباقة الواحدة
service-per-thousand = لكل 1000
service-min = أقل كمية
service-max = أكبر كمية
service-time = متوسط الوقت
service-time-unknown = غير معروف بعد
service-refill = قابلة للتعويض
service-refill-days =
    { $count ->
        [one] لمدة يوم واحد
        [two] لمدة يومين
        [few] لمدة { $count } أيام
        [many] لمدة { $count } يومًا
       *[other] لمدة { $count } يوم
    }
service-cancel = قابلة للإلغاء
service-drip-feed = التنقيط
service-one-link = للرابط الواحد
service-one-link-text = طلب مفتوح واحد في كل مرة
service-type = النوع
service-yes = نعم
service-no = لا

## Updates of the price list

updates-title = التحديثات
updates-services = الخدمات
updates-kind = نوع التغيير
updates-all = الكل
updates-mine = ما طلبته سابقًا فقط
updates-none-title = لم يتغيّر شيء من هذا النوع
updates-none-text = تُحفظ تحديثات نصف السنة الأخير.
updates-see-all = عرض كل التحديثات
updates-empty-title = لا توجد تحديثات بعد
updates-empty-text = تظهر هنا يومًا بيوم الخدمات الجديدة والأسعار المتغيّرة والخدمات التي لم تعد متاحة.
updates-see-services = عرض الخدمات
updates-time = الوقت، { $zone }
updates-change = التغيير
updates-id = الرقم
updates-service = الخدمة
updates-rate = السعر لكل 1000، { $currency }
updates-quantity = الكمية
updates-added = جديدة
updates-restored = متاحة مجددًا
updates-removed = لم تعد متاحة
updates-price-up = ارتفع السعر
updates-price-down = انخفض السعر
updates-limits = الحدود
updates-a-package = للباقة
updates-quantity-changed = <span class="soft">الكمية</span> <span class="num"><span class="soft">{ $old }</span> ← { $new }</span>

## The terms: what the site may be used for

terms-title = الاستخدام المقبول
terms-description = فيمَ يجوز استخدام { $panel }.
terms-contact = راسلنا على <b>{ $contact }</b>.
terms-since = سارية منذ { $day }.
terms-intro = توضّح هذه الشروط فيمَ يجوز استخدام { $panel }. وهي تسري على كل طلب كيفما قُدّم: من هذه الصفحات، أو بالجملة، أو عبر API.
terms-does-title = ما تفعله هذه اللوحة
terms-does = تبيع اللوحة الطلبات وتسجلها وتنقلها إلى مزوّد وتحاسب عليها. ليست لها حسابات على مواقع أخرى، ولا تنفّذ شيئًا هناك، ولا تجلب أي صفحات. ما يُسلَّم وكيفية تسليمه شأن مورّد الخدمة.
terms-duties-title = ما أنت مسؤول عنه
terms-duties-rules = أن تلتزم بقواعد كل منصة تتعلق بها طلباتك.
terms-duties-law = أن تلتزم بالقانون في بلدك وفي بلد جمهورك. ففي الولايات المتحدة مثلًا تحظر قاعدة لجنة التجارة الفيدرالية (FTC) 16 CFR 465.8 بيع مؤشرات زائفة للتأثير في وسائل التواصل الاجتماعي أو شراءها لتضليل الغير بشأن هذا التأثير لغرض تجاري.
terms-duties-targets = أن تطلب لأهداف تملكها، أو وافق مالكها.
terms-duties-resell = إن كنت تعيد البيع، فعليك إلزام عملائك بهذه الشروط.
terms-forbidden-title = ما هو غير مسموح
terms-forbidden-illegal = كل ما يخالف القانون، أو يساعد على الاحتيال أو خداع المشترين أو التقييمات المزيفة.
terms-forbidden-harassment = المضايقة والتهديد والكراهية والهجوم الجماعي على شخص أو جماعة.
terms-forbidden-elections = الانتخابات والاستفتاءات والحملات السياسية والمشاورات العامة.
terms-forbidden-health = الادعاءات الطبية ومعلومات الصحة العامة والطوارئ.
terms-forbidden-finance = الترويج المالي الذي قد يؤثر في الأسعار أو يستدرج الناس إلى مخطط احتيالي.
terms-forbidden-minors = المحتوى الذي يصوّر القاصرين بشكل جنسي أو يستغل أي شخص، وكل ما يدل عليه.
terms-forbidden-pretending = انتحال شخصية الغير، أو تعطيل خدمة أو شبكة.
terms-operator-title = ما يحق للإدارة
terms-operator = يحق للإدارة رفض أي طلب أو إلغاؤه، وحظر أي هدف، وإيقاف أي حساب يخالف هذه الشروط. ويعود إلى الرصيد مقابل ما لم يُسلَّم. وتُحفظ الطلبات وحركات الأموال في السجلات.
terms-target-title = إذا كانت صفحتك هدفًا
terms-target = يمكن لأي شخص أن يطلب من الإدارة حظر صفحة أو حساب أو موقع. ويُنفَّذ ذلك على كل العملاء وكل طرق الطلب.
terms-cookies-title = ملفات تعريف الارتباط
terms-cookies = لا تستخدم هذه اللوحة إلا ملفات تعريف الارتباط التي تحتاج إليها، ولا تشارك أيًا منها مع أحد.
terms-cookie-session = <b>session</b> يبقيك مسجّل الدخول. يُحفظ عند تسجيل الدخول، لمدة 30 يومًا على الأكثر.
terms-cookie-device = <b>device</b> يدل على أن هذا المتصفح سجّل الدخول إلى حسابك من قبل، حتى لا تعيقك كلمات المرور الخاطئة التي يدخلها غيرك. ولا يتيح الدخول إلى شيء. يُحفظ عند تسجيل الدخول، لمدة سنة.
terms-cookie-second = <b>half</b> ينقلك إلى خطوة التحقق الثانية أثناء تسجيل الدخول، لمدة عشر دقائق. <b>remembered</b> لا يُحفظ إلا إذا حددت عدم طلب الرمز في هذا المتصفح، لمدة 30 يومًا. ولا يتيح أيٌّ منهما الدخول إلى شيء دون كلمة مرورك.
terms-cookie-looks = <b>theme</b> و<b>density</b> يحفظان الشكل الذي تفضّله للصفحات. يُحفظان عند اختيارك، لمدة سنة.
terms-cookie-language = <b>lang</b> يحفظ اللغة التي تريد القراءة بها. يُحفظ عند اختيارك، لمدة سنة.
terms-cookie-flash = <b>flash</b> يحمل رسالة الصفحة التالية، لمدة دقيقة.
terms-cookie-visitor = <b>visitor</b> لا يُحفظ إلا إذا جئت عبر رابط مسوّق بالعمولة. يحمل معرّفًا عشوائيًا، لعدد الأيام المحدد في عرض المسوّق. وعند إنشاء حسابك يُعلم اللوحة بمن أوصى بها إليك، لتُحتسب له العمولة.

## The API page, for developers

api-description = كيف تقدّم البرامج الطلبات في { $panel }: أمثلة باستخدام curl وPHP وPython وJavaScript وGo.
api-heading = API
api-keys = المفاتيح وسجلات استدعاءاتها
api-sign-in = سجّل الدخول لإنشاء مفتاح
api-tabs = واجهات API
api-copy-address = نسخ العنوان
api-key-label = مفتاح API للأمثلة
api-token-label = رمز الوصول للأمثلة
api-key-hint = يبقى في هذه الصفحة التي تضعه في الأمثلة. لا يُخزَّن، ولا يُرسَل إلا عندما تضغط «إرسال» أدناه.
api-examples = أمثلة
api-language = اللغة
api-example = مثال باستخدام { $language }
api-copy-example = نسخ المثال باستخدام { $language }
api-copy = نسخ
api-try = جرّبه
api-try-key = ينطلق الاستدعاء من هذه الصفحة إلى هذه اللوحة بمفتاح API أعلاه.
api-try-token = ينطلق الاستدعاء من هذه الصفحة إلى هذه اللوحة برمز الوصول أعلاه.
api-try-real = هذا استدعاء حقيقي على حسابك.
api-try-real-logged = هذا استدعاء حقيقي على حسابك، ويُسجَّل في <a href="/account/tokens">سجل الاستدعاءات</a>.
api-call = الاستدعاء
api-send = إرسال
api-yes = نعم، نفّذ
api-no = لا تفعل شيئًا
api-answer = الرد
api-v2-title = API v2
api-v2-about = البروتوكول المتعارف عليه في هذا المجال. البرامج واللوحات التي تدعمه لا تحتاج إلا إلى URL ومفتاح آخرين. نقطة وصول واحدة تستقبل معاملات النموذج عبر POST وترد بصيغة JSON.
api-v2-key = يكون المفتاح على شكل wb_1a2b3c.
api-order-title = واجهة API للطلبات
api-order-about = ثلاثة استدعاءات بمدخلات ومخرجات JSON ورمز وصول من نوع Bearer. يمكن للطلب أن يبدأ لاحقًا، وأن يلتزم بوتيرة، وأن يستهدف مركزًا.
api-order-key = رمز JWT بصلاحية قراءة الطلبات وتقديمها.
api-marketplace-title = واجهة API للتسويق
api-marketplace-about = للمسوّقين بالعمولة: ما جلبته روابطهم. للقراءة فقط، برمز وصول من نوع Bearer.
api-marketplace-key = رمز JWT بصلاحية affiliate:read.
api-table-actions = الإجراءات
api-table-add = ما يقبله add حسب نوع الخدمة
api-table-order-statuses = كلمات حالة الطلبات
api-table-errors = رسائل الخطأ
api-table-limits = الحدود
api-table-calls = الاستدعاءات
api-table-create = ما يقبله create
api-table-statuses = كلمات الحالة
api-table-codes = رموز الحالة
api-table-parameters = المعاملات
api-field-order = الطلب
api-field-orders = الطلبات
api-field-service = الخدمة
api-field-link = الرابط
api-field-quantity = الكمية
api-field-refill = التعويض
api-field-page = الصفحة
api-field-rows = عدد الصفوف في الصفحة
api-field-type = النوع
api-field-vote = التصويت
api-field-after = بعد، بالدقائق
api-field-speed = السرعة، في الدقيقة
api-asks-order = سيُقدَّم طلب حقيقي وتُخصم تكلفته من رصيدك.
api-asks-cancel = سيُطلب إلغاء طلب حقيقي.
api-asks-refill = سيُطلب تعويض طلب حقيقي.

## Sign-in, sign-up, the terms

auth-sign-in-title = تسجيل الدخول
auth-sign-in = تسجيل الدخول
auth-session-over = انتهت جلستك. سجّل الدخول وستجد طلبك كما ملأته. لم يُقدَّم شيء.
auth-email = البريد الإلكتروني
auth-password = كلمة المرور
auth-new-here = مستخدم جديد؟ <a href="/sign-up">إنشاء حساب</a>
auth-wrong-pair = البريد الإلكتروني أو كلمة المرور غير صحيحة.
auth-suspended-because = هذا الحساب موقوف: { $reason }
auth-suspended = هذا الحساب موقوف. راسل الإدارة.
auth-elsewhere = لا يمكن للموظفين تسجيل الدخول من هذه الشبكة. اسأل أحد مالكي اللوحة.
auth-made-over = أُنشئت كلمة المرور هذه من أجلك وانتهت مدتها. اختر كلمة جديدة عبر «هل نسيت كلمة المرور؟» أو راسل الإدارة.
auth-made-text = أُنشئت كلمة مرورك من أجلك. اختر كلمة مرور خاصة بك قبل أن تتابع.
auth-too-many-tries =
    { $minutes ->
        [one] محاولات كثيرة جدًا. انتظر دقيقة ثم حاول مرة أخرى.
        [two] محاولات كثيرة جدًا. انتظر دقيقتين ثم حاول مرة أخرى.
        [few] محاولات كثيرة جدًا. انتظر { $minutes } دقائق ثم حاول مرة أخرى.
        [many] محاولات كثيرة جدًا. انتظر { $minutes } دقيقة ثم حاول مرة أخرى.
       *[other] محاولات كثيرة جدًا. انتظر { $minutes } دقيقة ثم حاول مرة أخرى.
    }
auth-second-title = التحقق الثاني
auth-second-code = الرمز
auth-second-hint = الأرقام الستة التي يعرضها تطبيقك الآن، أو أحد رموز الاسترداد.
auth-second-remember = عدم السؤال في هذا المتصفح مدة 30 يومًا
auth-second-remember-hint = فقط على جهاز لا يستخدمه أحد غيرك.
auth-second-lost = إذا لم يكن لديك أيٌّ منهما فاكتب إلى المشغّل.
auth-second-again = تسجيل الدخول من جديد
auth-second-missing = أدخل رمزًا.
auth-second-wrong = الرمز غير صحيح أو سبق استخدامه. يعرض التطبيق رمزًا جديدًا كل 30 ثانية.
auth-second-codes-left =
    { $count ->
        [zero] استخدمت رمز استرداد. لم يبقَ أي رمز.
        [one] استخدمت رمز استرداد. بقي رمز واحد.
        [two] استخدمت رمز استرداد. بقي رمزان.
        [few] استخدمت رمز استرداد. بقيت { $count } رموز.
        [many] استخدمت رمز استرداد. بقي { $count } رمزًا.
       *[other] استخدمت رمز استرداد. بقي { $count } رمز.
    }
auth-second-over-title = انتهى هذا الدخول
auth-second-over = يجب إدخال الرمز خلال عشر دقائق وفي خمس محاولات على الأكثر. ابدأ من جديد بكلمة المرور.
auth-sign-up-title = إنشاء حساب
auth-sign-up-brought = وصلتك التوصية عبر العرض <strong>{ $offer }</strong>.
auth-sign-up-invited =
    { $role ->
        [owner] أنت مدعو إلى إدارة هذه اللوحة بصفة <strong>مالك</strong>.
        [admin] أنت مدعو إلى إدارة هذه اللوحة بصفة <strong>مدير</strong>.
       *[other] أنت مدعو إلى إدارة هذه اللوحة بصفة <strong>دعم</strong>.
    }
auth-password-hint = 10 أحرف على الأقل: عدة كلمات خيار جيد، أما عنوان بريدك وكلمات المرور الشائعة فلا تصلح. يمكنك اللصق من مدير كلمات المرور.
auth-accept-terms-label = أوافق على <a href="/terms">شروط الاستخدام المقبول</a>
auth-create-account = إنشاء الحساب
auth-have-account = لديك حساب؟ <a href="/sign-in">تسجيل الدخول</a>
auth-terms-missing = لإنشاء حساب يجب قبول الشروط.
auth-email-taken = لهذا البريد حساب بالفعل. سجّل الدخول بدلًا من ذلك.
auth-too-many-here = أُنشئت اليوم حسابات كثيرة من شبكتك. حاول غدًا، أو اطلب دعوة من الإدارة.
auth-closed-title = لا حسابات جديدة حاليًا
auth-closed = لا تُنشأ حسابات جديدة في هذه اللوحة حاليًا. إن كان لديك حساب فسجّل الدخول.
auth-by-invitation-title = الحسابات بالدعوة فقط
auth-by-invitation = للحصول على حساب هنا، اطلب دعوة من الإدارة وافتح رابطها.
auth-invite-over-title = انتهت صلاحية هذه الدعوة
auth-invite-over = استُخدم رابطها أو سُحب، أو مضى عليه أكثر من سبعة أيام. اطلب دعوة أخرى ممن أرسلها.
auth-operator = الإدارة: <strong>{ $contact }</strong>
auth-terms-title = قبول الشروط
auth-terms-heading = قبل أن تتابع
auth-terms-read = قرأت هذه الشروط وأوافق عليها
auth-terms-accept = موافقة ومتابعة
auth-sign-out-instead = تسجيل الخروج بدلًا من ذلك
auth-terms-changed = تغيّرت الشروط في هذه الأثناء. يرجى قراءتها من جديد.
auth-terms-tick = حدّد المربع لقبول الشروط.
auth-proof-title = كلمة المرور مرة أخرى
auth-proof-heading = أدخل كلمة المرور مرة أخرى
auth-proof-why = لم تُدخلها منذ مدة، وهذا إجراء مهم. لم يُنفَّذ شيء بعد، وما ملأته محفوظ.
auth-proof-none = ليست لديك كلمة مرور هنا أو نسيتها؟ اختر كلمة مرور عبر البريد، ثم سجّل الدخول بها.
auth-proof-password = كلمة المرور
auth-proof-wrong = كلمة المرور غير صحيحة.
auth-proof-code-heading = أدخل رمزًا مرة أخرى
auth-proof-code-why = لم تُدخل رمزًا منذ مدة، أو لم تُدخل أي رمز، وهذا إجراء مهم. لم يُنفَّذ شيء بعد، وما ملأته محفوظ.
auth-go-on = متابعة
auth-carried-title = تم تسجيل الدخول
auth-carried-heading = تم تسجيل دخولك
auth-carried-text = ما ملأته محفوظ. لم يُقدَّم شيء بعد.
auth-carried-show = عرض طلبي من جديد

## Forgotten passwords, and links that were mailed

auth-forgot-link = هل نسيت كلمة المرور؟
auth-forgot-title = اختر كلمة مرور جديدة
auth-forgot-text = نرسل لك رابطًا تختار به كلمة مرور جديدة.
auth-forgot-send = إرسال الرابط
auth-remember = هل تذكّرتها؟ <a href="/sign-in">سجّل الدخول</a>
auth-issuer-continue = المتابعة باستخدام { $issuer }
auth-issuer-again = استغرق الأمر وقتًا طويلًا أو بدأ في متصفح آخر. ابدأ من جديد.
auth-issuer-refused = لم يسجّل { $issuer } دخولك. حاول مرة أخرى أو استخدم كلمة المرور.
auth-issuer-away = لا يمكن الوصول إلى { $issuer } الآن. استخدم كلمة المرور أو حاول لاحقًا.
auth-issuer-staff = يتم الدخول إلى هذا الحساب بكلمة المرور.
auth-issuer-no-address = لا يؤكد { $issuer } عنوان بريدك. استخدم كلمة المرور أو أنشئ حسابًا بكلمة مرور.
auth-issuer-password-once = لدى { $email } حساب هنا. سجّل الدخول بكلمة مروره مرة واحدة، وبعدها يمكنك استخدام { $issuer }.
auth-issuer-linked = تم الربط. يمكنك الدخول بهذه الطريقة من الآن.
auth-issuer-other-address = لم يتم الربط: العنوان هناك { $email } ولحسابك عنوان آخر.
auth-issuer-taken = لم يتم الربط: ذلك الحساب هناك أو حسابك هنا مربوط من قبل.
auth-issuer-connect-title = ربط { $issuer }؟
auth-issuer-connect-text = يعرفك { $issuer } بالعنوان { $email }. إذا ربطته فمن سجّل الدخول هناك يمكنه الدخول هنا.
auth-issuer-connect = ربط
auth-issuer-connect-not = لا، العودة
auth-mailed-title = تفقّد بريدك
auth-mailed-reset = إذا كان لـ { $email } حساب، فهناك رسالة فيها رابط في طريقها إليه. يعمل الرابط لمدة 30 دقيقة ومرة واحدة.
auth-mailed-sign-up = هناك رسالة في طريقها إلى { $email }. تتابع برابطها من هنا، ويعمل لمدة 24 ساعة ومرة واحدة.
auth-mailed-hint = لم يصل شيء؟ انظر في مجلد الرسائل غير المرغوبة وتحقق من العنوان. الرابط الأحدث يحل محل الأقدم.
auth-sign-up-by-mail = نرسل لك رابطًا تختار فيه كلمة مرور، فيصبح حسابك جاهزًا.
auth-reset-title = اختر كلمة مرور جديدة
auth-reset-tokens = إلغاء رموز الوصول الخاصة بي أيضًا
auth-reset-tokens-hint = ستحتاج البرامج التي تطلب باسمك إلى رموز جديدة. افعل ذلك إذا دخل شخص آخر إلى حسابك.
auth-reset-save = حفظ كلمة المرور الجديدة
auth-reset-done = تم تغيير كلمة المرور وتسجيل خروج كل الجلسات. سجّل الدخول بكلمة المرور الجديدة.
auth-reset-done-tokens =
    { $count ->
        [one] تم تغيير كلمة المرور وتسجيل خروج كل الجلسات وإلغاء رمز وصول واحد ({ $count }). سجّل الدخول بكلمة المرور الجديدة.
        [two] تم تغيير كلمة المرور وتسجيل خروج كل الجلسات وإلغاء رمزي وصول ({ $count }). سجّل الدخول بكلمة المرور الجديدة.
        [few] تم تغيير كلمة المرور وتسجيل خروج كل الجلسات وإلغاء { $count } رموز وصول. سجّل الدخول بكلمة المرور الجديدة.
        [many] تم تغيير كلمة المرور وتسجيل خروج كل الجلسات وإلغاء { $count } رمز وصول. سجّل الدخول بكلمة المرور الجديدة.
       *[other] تم تغيير كلمة المرور وتسجيل خروج كل الجلسات وإلغاء { $count } رمز وصول. سجّل الدخول بكلمة المرور الجديدة.
    }
auth-link-over-title = لم يعد هذا الرابط يعمل
auth-link-over = استُخدم من قبل، أو أُرسل رابط أحدث منه، أو انتهت مدته. اطلب رابطًا جديدًا.
auth-confirm-title = أكّد عنوانك
auth-confirm-text = تؤكّد أن { $email } عنوانك.
auth-confirm-button = تأكيد العنوان
auth-confirm-done = تم تأكيد عنوانك.
auth-address-title = استخدام هذا العنوان
auth-address-text = من الآن فصاعدًا يصبح { $email } عنوان حسابك، وتسجّل الدخول به.
auth-address-button = استخدام هذا العنوان
auth-address-done = أصبح لحسابك عنوانه الجديد. سجّل الدخول به من الآن فصاعدًا.
auth-stop-title = الإبقاء على العنوان القديم
auth-stop-text = يبقى { $email } عنوان حسابك، وتُسجَّل كل الجلسات خارجًا. وإذا كان العنوان قد غُيّر فستتوقف كلمة المرور عن العمل أيضًا، وتختار كلمة جديدة عبر البريد.
auth-stop-button = إيقاف التغيير
auth-stop-kept = بقي عنوانك كما هو، وتم تسجيل خروج كل الجلسات. إذا لم تطلب أنت التغيير فهناك من يعرف كلمة مرورك: اختر كلمة جديدة.
auth-stop-put-back = عاد عنوانك القديم، وتم تسجيل خروج كل الجلسات، ولم تعد كلمة المرور القديمة تعمل. أدخل عنوانك وسيصلك رابط لاختيار كلمة جديدة.
auth-stop-taken = تم تسجيل خروج كل الجلسات. لكن لا يمكن إعادة عنوانك القديم: أصبح لحساب آخر هذا العنوان أو عنوان يبدو مثله. اكتب إلى من يدير هذه اللوحة، واذكر كيف يمكنك إثبات أن الحساب لك.

## New passwords and e-mail addresses that are refused

account-error-password-short =
    { $count ->
        [one] استخدم حرفًا واحدًا على الأقل.
        [two] استخدم حرفين على الأقل.
        [few] استخدم { $count } أحرف على الأقل.
        [many] استخدم { $count } حرفًا على الأقل.
       *[other] استخدم { $count } حرف على الأقل.
    }
account-error-password-long =
    { $count ->
        [one] استخدم بايتًا واحدًا على الأكثر.
        [two] استخدم بايتين على الأكثر.
        [few] استخدم { $count } بايتات على الأكثر.
        [many] استخدم { $count } بايتًا على الأكثر.
       *[other] استخدم { $count } بايت على الأكثر.
    }
account-error-password-common = هذه من أكثر كلمات المرور شيوعًا، وهي أول ما يُجرَّب. الأفضل عدة كلمات لا رابط بينها.
account-error-password-around = هذه كلمة مرور شائعة أُضيفت إليها أرقام أو رموز، وهي ثاني ما يُجرَّب. الأفضل عدة كلمات لا رابط بينها.
account-error-password-digits = هذه أرقام ورموز فقط: اجعل عددها { $count } على الأقل، أو أضف كلمات. الأفضل عدة كلمات لا رابط بينها.
account-error-password-few = فيها أقل من أربعة أحرف مختلفة. الأفضل عدة كلمات لا رابط بينها.
account-error-password-row = هذا تسلسل متجاور مثل abcdef أو 987654. الأفضل عدة كلمات لا رابط بينها.
account-error-password-repeats = تتكرر فيها الأحرف القليلة نفسها. الأفضل عدة كلمات لا رابط بينها.
account-error-password-known = لا تكاد تزيد على عنوان بريدك أو اسم هذه اللوحة. الأفضل عدة كلمات لا رابط بينها.
account-error-password-breached = ظهرت كلمة المرور هذه في تسريب من موقع آخر، ولذلك تُجرَّب بين الأوائل. اختر كلمة مرور لا تستخدمها في أي مكان آخر.
account-error-password-same = هذه هي كلمة مرورك الحالية. اختر كلمة أخرى.
account-error-email = أدخل عنوان بريد إلكتروني، مثل name@example.com.

## Why there is no page

failure-unreadable-title = تعذّرت قراءة ما أُرسل
failure-unreadable = ارجع وأعد تحميل الصفحة ثم حاول مرة أخرى.
failure-cross-site-title = جاء هذا الإجراء من موقع آخر
failure-cross-site = حرصًا على أمانك لم يُنفَّذ شيء. افتح الصفحة من هنا وحاول مرة أخرى.
failure-forbidden-title = هذا غير مسموح لك
failure-forbidden = دورك لا يتيح ذلك. ويمكن لأحد المالكين تغييره.
failure-not-found-window = غير موجود
failure-not-found-title = لا شيء هنا
failure-not-found = هذه الصفحة غير موجودة، أو لا يحق لك عرضها. تحقق من العنوان أو الرقم.
failure-method-title = لا يمكن استخدام هذه الصفحة بهذه الطريقة
failure-method = ارجع وحاول مرة أخرى.
failure-too-large-title = هذا أكثر مما يُقبل دفعة واحدة
failure-too-large = أرسل كمية أقل، أو قسّمها.
failure-too-many-title = محاولات كثيرة جدًا
failure-too-many = انتظر قليلًا ثم حاول مرة أخرى.
failure-busy-title = هناك ضغط كبير الآن
failure-busy = لم يُنفَّذ شيء. حاول مرة أخرى بعد بضع ثوانٍ.
failure-away-title = تعذّر الوصول إلى قاعدة البيانات
failure-away = حاول مرة أخرى بعد بضع ثوانٍ. إن كنت تحفظ شيئًا فتحقق أولًا من وجوده.
failure-unknown-title = النتيجة غير معروفة
failure-unknown = انقطع الاتصال بقاعدة البيانات لحظة. ربما نُفِّذ ما طلبته: تحقق قبل أن تعيده.
failure-internal-title = حدث خطأ لدينا
failure-internal = تم تسجيله. حاول مرة أخرى.
failure-number = إذا تكرر ذلك فأخبرنا بهذا الرقم: <code>{ $number }</code>
failure-copy-number = نسخ هذا الرقم
failure-to-start = الانتقال إلى البداية
failure-sign-in = تسجيل الدخول

## The account page

account-title = الحساب
account-tokens-title = رموز الوصول
account-tokens-none = تقدّم برامجك الطلبات بمفاتيح API ورموز JWT.
account-tokens-live =
    { $count ->
        [zero] لا يوجد رمز وصول سارٍ.
        [one] يوجد رمز وصول واحد سارٍ.
        [two] يوجد رمزا وصول ساريان.
        [few] توجد { $count } رموز وصول سارية.
        [many] يوجد { $count } رمز وصول ساريًا.
       *[other] يوجد { $count } رمز وصول سارٍ.
    }
account-profile-title = الملف الشخصي
account-name = الاسم
account-name-hint = الاسم الذي تناديك به الإدارة.
account-name-too-long =
    { $count ->
        [one] حرف واحد على الأكثر.
        [two] حرفان على الأكثر.
        [few] { $count } أحرف على الأكثر.
        [many] { $count } حرفًا على الأكثر.
       *[other] { $count } حرف على الأكثر.
    }
account-name-control = سطر واحد من الأحرف.
account-zone = المنطقة الزمنية
account-zone-hint = تُعرض الأوقات والأيام حسب هذه المنطقة.
account-zone-unknown = اختر من القائمة.
account-profile-save = حفظ الملف الشخصي
account-profile-saved = تم حفظ ملفك الشخصي.
account-theme-hint = المظهر خاص بهذا المتصفح. خيار «تلقائي» يتبع جهازك.
account-language-hint = اللغة خاصة بحسابك وبهذا المتصفح.
account-password-title = كلمة المرور
account-sign-in-as = تسجّل الدخول بالبريد <b>{ $email }</b>.
account-password-current = كلمة المرور الحالية
account-password-new = كلمة المرور الجديدة
account-password-hint = 10 أحرف على الأقل: عدة كلمات خيار جيد، أما عنوان بريدك وكلمات المرور الشائعة فلا تصلح. سيُسجَّل خروج الجلسات الأخرى.
account-password-change = تغيير كلمة المرور
account-password-changed = تم تغيير كلمة المرور وتسجيل خروج الجلسات الأخرى.
account-password-wrong = كلمة المرور غير صحيحة.
account-address-title = عنوان البريد الإلكتروني
account-address-is-confirmed = هذا العنوان مؤكَّد.
account-address-unconfirmed = لم يُؤكَّد هذا العنوان بعد. نرسل إليه رابطًا؛ افتحه لتُظهر أنك تقرأ بريده.
account-address-send = إرسال الرابط
account-address-sent = الرابط في طريقه إلى { $email }. يعمل لمدة 24 ساعة.
account-address-confirmed = عنوانك مؤكَّد بالفعل.
account-address-new = العنوان الجديد
account-address-hint = يصبح ساريًا عندما تفتح الرابط الذي نرسله إليه. يُبلَّغ العنوان الحالي ويمكنه إيقاف التغيير خلال ثلاثة أيام.
account-address-change = تغيير العنوان
account-address-asked = افتح الرابط الذي في طريقه إلى { $email }. حتى ذلك الحين يبقى عنوانك كما هو.
account-address-same = هذا هو عنوانك بالفعل.
account-address-too-many = أُرسلت رسائل كثيرة إلى هذا العنوان خلال ساعة. حاول مرة أخرى لاحقًا.
account-issuers-title = طرق أخرى للدخول
account-issuers-text = إلى جانب كلمة المرور. يبقى التحقق بخطوتين مطلوبًا.
account-issuer-connect = ربط
account-issuer-remove = إلغاء الربط
account-issuer-removed = أُلغي الربط. تدخل بكلمة المرور.
account-sessions-title = الجلسات
account-sessions-end-others = تسجيل خروج كل الجلسات الأخرى
account-sessions-others-ended = تم تسجيل خروج كل الجلسات الأخرى.
account-session-this = هذه الجلسة
account-session-end = تسجيل الخروج
account-session-ended = تم تسجيل خروج تلك الجلسة.
account-visits-title = اطّلع الدعم على حسابك
account-visits-text = لمساعدتك يمكن لفريق الإدارة رؤية صفحاتك كما تراها، ولا يمكنه تغيير أي شيء فيها.
account-visit-time = { $day }، من { $from } إلى { $until }

## The second factor: a code of an app, beside the password

second-title = التحقق بخطوتين
second-on = التحقق بخطوتين مفعّل في حسابك.
second-none = التحقق بخطوتين غير مفعّل في حسابك.
second-what = عند تفعيله يحتاج من يعرف كلمة مرورك أيضًا إلى شيء لديك: تطبيق ينشئ الرموز أو مفتاح مرور.
second-change = تغيير
second-set-up = إعداد
second-app-title = تطبيق ينشئ الرموز
second-app-what = يعرض تطبيق على هاتفك رمزًا جديدًا كل 30 ثانية.
second-since = أُعدّ في { $day }.
second-another = استخدام تطبيق آخر
second-codes-title = رموز الاسترداد
second-codes-left =
    { $count ->
        [zero] لم يبقَ أي رمز.
        [one] بقي رمز واحد.
        [two] بقي رمزان.
        [few] بقيت { $count } رموز.
        [many] بقي { $count } رمزًا.
       *[other] بقي { $count } رمز.
    }
second-codes-text = كل رمز يُدخلك مرة واحدة دون التطبيق. احفظها بعيدًا عن الجهاز الذي عليه التطبيق.
second-codes-new = إنشاء رموز جديدة
second-codes-once = تُعرض هذه الرموز هذه المرة فقط. الرموز السابقة لم تعد تعمل.
second-codes-copy = نسخ الكل
second-codes-saved = لقد حفظتها
second-browsers-title = المتصفحات المحفوظة
second-browsers =
    { $count ->
        [zero] يُطلب الرمز في كل المتصفحات.
        [one] لا يُطلب الرمز في متصفح واحد.
        [two] لا يُطلب الرمز في متصفحين.
        [few] لا يُطلب الرمز في { $count } متصفحات.
        [many] لا يُطلب الرمز في { $count } متصفحًا.
       *[other] لا يُطلب الرمز في { $count } متصفح.
    }
second-browsers-forget = السؤال من جديد في كل المتصفحات
second-forgotten = يُطلب الرمز من جديد في كل المتصفحات.
second-off-title = إيقاف
second-off-text = بعد ذلك تكفي كلمة المرور للدخول. تُسجَّل خروج الجلسات الأخرى.
second-turned-off = تم إيقاف التحقق بخطوتين وتسجيل خروج الجلسات الأخرى.
second-is-off = لا يوجد تحقق بخطوتين.
second-staff-need = يحتاج فريق هذه اللوحة إلى التحقق بخطوتين.
second-scan = امسح هذا الرمز بتطبيق ينشئ الرموز، مثل مدير كلمات المرور.
second-qr = المفتاح على هيئة رمز QR
second-type = أو أدخل هذا المفتاح في التطبيق:
second-copy-secret = نسخ المفتاح
second-code = رمز التطبيق
second-code-hint = الأرقام الستة التي يعرضها التطبيق الآن.
second-turn-on = تفعيل
second-code-wrong = يعرض التطبيق رمزًا آخر. هل الوقت في جهازك صحيح؟
second-offer-over = مضى على هذا المفتاح أكثر من ساعة. ابدأ من جديد.
second-is-on = تم تفعيل التحقق بخطوتين وتسجيل خروج الجلسات الأخرى.
## بيانات المرء نفسه

privacy-title = بياناتك
privacy-link = ما يُحفظ عنك، وكله في ملف، وإغلاق الحساب.
privacy-open = اعرضه
privacy-kept-text = تحفظ اللوحة أشياء لمدة، وأشياء ما دام الحساب قائمًا.
privacy-kept = ما الذي يُحفظ وإلى متى
export-title = بياناتك في ملف
export-text = ملف ZIP فيه ملفك الشخصي وطرق دخولك وجلساتك ورموزك وإشعاراتك وتذاكرك وطلباتك وكشف حسابك وإيداعاتك وأرباحك من التسويق بالعمولة بصيغتي JSON وCSV. يُنشأ في الخلفية، وتصلك رسالة عندما يجهز. يبقى متاحًا يومًا واحدًا لك وحدك.
export-ask = أنشئ الملف
export-asked = يجري إنشاء الملف. ستصلك رسالة عندما يجهز.
export-under = يجري إنشاء ملفك.
export-too-many = طلبته اليوم مرات كافية. اطلبه غدًا من جديد.
export-ready = ملفك جاهز ({ $size }).
export-until = متاح حتى
export-save = احفظ الملف
export-failed = تعذّر إنشاء الملف. اطلبه من جديد.
closing-title = إغلاق الحساب
closing-text = يُمحى عنوانك واسمك وإعداد التحقق بخطوتين وإشعاراتك وتذاكرك وصورك ورموزك، وتنتهي كل جلسة. تبقى الطلبات وحركات الأموال في الدفاتر برقم فقط. لا يمكن التراجع عن ذلك.
closing-open = يجب أن ينتهي هذا أولًا:
closing-orders = { $count ->
        [one] طلب مفتوح واحد
        [two] طلبان مفتوحان
        [few] { $count } طلبات مفتوحة
        [many] { $count } طلبًا مفتوحًا
       *[other] { $count } طلب مفتوح
    }
closing-deposits = { $count ->
        [one] إيداع واحد لم يُبتّ فيه
        [two] إيداعان لم يُبتّ فيهما
        [few] { $count } إيداعات لم يُبتّ فيها
        [many] { $count } إيداعًا لم يُبتّ فيه
       *[other] { $count } إيداع لم يُبتّ فيه
    }
closing-owed = دين قدره { $amount }
closing-payout = دفعة لم تنته
closing-gives-up-balance = تتنازل عن رصيدك: { $amount }. لا يعيده أحد.
closing-gives-up-earnings = تتنازل عمّا كسبته من التسويق بالعمولة: { $amount }.
closing-confirm = عنوان بريدك الإلكتروني
closing-confirm-hint = اكتب { $email } للتأكيد.
closing-confirm-wrong = هذا ليس عنوان حسابك.
closing-submit = أغلق حسابي نهائيًا
closing-is-open = ما زال شيء مفتوحًا. لم يُغلق الحساب.
closing-more = هناك ما تتنازل عنه أكثر مما ذكرته هذه الصفحة. انظر من جديد.
closing-last-owner = أنت آخر مالك للوحة. اجعل شخصًا آخر مالكًا أولًا.
closing-done = أُغلق حسابك.
kept-title = ما الذي يُحفظ وإلى متى
kept-description = ما الذي يحفظه { $panel } عن عملائه وإلى متى.
kept-text = المدد هي التي تعمل بها هذه اللوحة الآن.
kept-what = ماذا
kept-span = إلى متى
kept-days = { $count ->
        [one] يوم واحد على الأكثر
        [two] يومان على الأكثر
        [few] { $count } أيام على الأكثر
        [many] { $count } يومًا على الأكثر
       *[other] { $count } يوم على الأكثر
    }
kept-until-closed = حتى إغلاق الحساب
kept-ever = دائمًا؛ وبعد إغلاق الحساب برقم فقط
kept-account = عنوانك واسمك ومنطقتك الزمنية ولغتك. ومن كلمة مرورك تُحفظ بصمة لا يستطيع أحد قراءتها منها.
kept-sessions = من أي عنوان شبكة وبأي متصفح سجّلت الدخول، ومتى كنت هنا آخر مرة.
kept-ways = أن التحقق بخطوتين مفعّل، وسرّه مختوم ورموز استعادته على شكل بصمات، وأسماء مفاتيح مرورك ومفاتيحها العامة؛ والحسابات في مواقع أخرى التي تدخل بها؛ ومحادثة Telegram المرتبطة؛ وما اخترت أن تُبلَّغ به.
kept-remembered = المتصفحات التي لا يُطلب منها رمز التحقق بخطوتين، على شكل بصمات.
kept-places = بأي نوع من المتصفحات ومن أي شبكة استُخدم الحساب، لإبلاغك بالجديد منها.
kept-notices = ما أُبلغت به في اللوحة وفي Telegram.
kept-calls = فيمَ استُخدمت رموز API الخاصة بك ومن أين.
kept-mails = إلى من أُرسلت رسالة ومتى. ويُحذف نصها فور إرسالها.
kept-links = الروابط في الرسائل، على شكل بصمات.
kept-guesses = كم مرة كُتبت كلمة مرور خاطئة لعنوان تُحفظ بصمته.
kept-tickets = ما يُكتب في التذاكر، والصور.
kept-books = الطلبات بروابطها، والإيداعات مع العنوان الذي كان يجب إرسال العملات إليه، والرموز الترويجية التي استخدمتها، وحركات الأموال.
kept-orders = طلب ينتظر ريثما تضيف رصيدًا من أجله.
kept-answers = ما أُرسل إلى المزوّدين من أجل طلب وما أجابوا به. ولا يُذكر فيه أي عميل.
kept-hooks = ما ترسله خدمات الدفع عن الدفعات.
kept-clicks = الزيارات عبر رابط مسوّق: متى، وبأي رابط، وبصمة عنوان الشبكة.
kept-audit = من فعل ماذا ومتى.
kept-audit-people = من أي عنوان شبكة وبأي متصفح جرى ذلك.
kept-files = الملفات التي طلبتها وفيها بياناتك.
kept-closed = عند إغلاق حساب يُمحى فورًا كل ما يدل على صاحبه أو يُستبدل. وقد تبقى نسخ احتياطية لدى المشغّل مدة أطول.
kept-cookies = ملفات تعريف الارتباط: واحد يبقيك مسجّل الدخول، وواحد يتذكر أنك سجّلت الدخول بهذا المتصفح، وواحد يتذكر إن أردت أن هذا المتصفح لا يُطلب منه رمز، وواحد يرافق تسجيل الدخول بضع دقائق، وبعضها يتذكر اللغة ومظهر الصفحات. ولا شيء منها لموقع آخر.
kept-yours = كل بياناتك في ملف، وإغلاق الحساب

## Passkeys, beside the codes of an app

passkey-title = مفاتيح المرور
passkey-what = يحفظ هاتفك أو حاسوبك أو مفتاح أمان مفتاحَ المرور لك. وهو يعمل لهذه اللوحة وحدها، فلا يستطيع موقع آخر أن يطلبه منك.
passkey-add = إضافة مفتاح مرور
passkey-how = أعطه اسمًا، ثم يسألك متصفحك أين يحفظه.
passkey-name = الاسم
passkey-name-hint = اسم تعرفه به، مثل اسم الجهاز.
passkey-unnamed = مفتاح مرور
passkey-used = آخر استخدام: { $day }.
passkey-remove = إزالة
passkey-added = أُضيف مفتاح المرور وسُجِّل خروج الجلسات الأخرى.
passkey-removed = أُزيل مفتاح المرور وسُجِّل خروج الجلسات الأخرى.
passkey-taken = مفتاح المرور هذا مستخدم من قبل.
passkey-too-many = يمكن أن يكون للحساب 20 مفتاح مرور. أزِل واحدًا أولًا.
passkey-gone = لم يعد مفتاح المرور هذا موجودًا.
passkey-no-host = لا تحفظ المتصفحات مفاتيح مرور لعنوان هذه اللوحة. فهي تحتاج إلى اسم نطاق وإلى https.
passkey-refused = لم تتمكن اللوحة من التحقق من مفتاح المرور هذا، أو مضت أكثر من خمس دقائق. لم يُضَف شيء. حاول مرة أخرى.
passkey-use = استخدام مفتاح مرور
passkey-wrong = لم تتمكن اللوحة من التحقق من مفتاح المرور هذا، أو مضت أكثر من خمس دقائق. حاول مرة أخرى أو أدخل رمزًا.
passkey-cannot = لا يستطيع هذا المتصفح استخدام مفاتيح مرورك. أدخل رمزًا بدلًا من ذلك.
passkey-cannot-add = لا يستطيع هذا المتصفح إنشاء مفاتيح مرور. استخدم تطبيقًا ينشئ الرموز.
passkey-failed = لم يعطِ المتصفح مفتاح مرور. حاول مرة أخرى أو أدخل رمزًا.
passkey-not-made = لم ينشئ المتصفح مفتاح مرور. حاول مرة أخرى. يحفظ كل جهاز مفتاحًا واحدًا لحسابك.

## Browsers, in the list of sessions

device-browser-on-system = { $browser } على { $system }
device-unknown = متصفح غير معروف

## Tokens: the keys by which programs act for an account

token-list-title = رموز الوصول
token-back-to-account = الحساب
token-back-to-list = رموز الوصول
token-new = رمز وصول جديد
token-none-title = لا توجد رموز وصول بعد
token-none-text = يقدّم البرنامج الطلبات باسمك بواسطة رمز وصول. أعطِ كل برنامج رمزًا خاصًا به بأقل ما يحتاج إليه من صلاحيات، لتتمكن من إنهاء رمز دون المساس بغيره.
token-list-foot = تظل الرموز المنتهية معروضة 30 يومًا. لا يمكن لأي رمز إنشاء رموز أو رؤيتها أو إنهاؤها.
token-name = الاسم
token-status = الحالة
token-may-do = الصلاحيات
token-from = من
token-last-used = آخر استخدام
token-expires = ينتهي
token-created = أُنشئ
token-actions = الإجراءات
token-kind = النوع
token-kind-key = مفتاح API
token-kind-jwt = JWT
token-access-everything = كل شيء
token-access-read = القراءة فقط
token-access-scopes =
    { $count ->
        [one] صلاحية واحدة
        [two] صلاحيتان
        [few] { $count } صلاحيات
        [many] { $count } صلاحية
       *[other] { $count } صلاحية
    }
token-networks = العناوين المسموح بها
token-networks-any = من أي مكان
token-networks-many =
    { $count ->
        [one] شبكة واحدة
        [two] شبكتان
        [few] { $count } شبكات
        [many] { $count } شبكة
       *[other] { $count } شبكة
    }
token-expires-not = لا ينتهي
token-used-not = لم يُستخدم
token-status-active = نشط
token-status-expires-soon = ينتهي قريبًا
token-status-ending = جُدّد، وينتهي قريبًا
token-status-expired = منتهٍ
token-status-rotated = جُدّد
token-status-revoked = أُبطل
token-revoke = إبطال
token-revoke-question = ستتوقف البرامج التي تستخدمه عن العمل فورًا. لا يمكن التراجع عن ذلك.
token-revoke-question-named = ستتوقف البرامج التي تستخدم «{ $name }» عن العمل فورًا. لا يمكن التراجع عن ذلك.
token-revoke-yes = إبطال رمز الوصول
token-revoked = تم إبطال رمز الوصول.
token-rotate = تجديد
token-rotate-text = ينشئ هذا سرًا جديدًا بالإعدادات نفسها، صالحًا للمدة نفسها من جديد. ضعه في برنامجك، ثم دع القديم ينتهي.
token-rotate-ends = ينتهي القديم
token-rotate-now = الآن
token-rotate-in-hour = بعد ساعة
token-rotate-in-day = بعد 24 ساعة
token-rotate-in-week = بعد 7 أيام
token-rotate-yes = إنشاء سر جديد
token-rotate-no-end = اختر متى ينتهي القديم.
token-rotate-ended = انتهى رمز الوصول هذا، أو سبق تجديده.
token-rotate-too-many = لديك رموز وصول كثيرة جدًا. أبطل أحدها أولًا.
token-rotated-to = حل محله رمز آخر: <a href="/account/tokens/{ $token }">رمز الوصول الجديد</a>.
token-elsewhere = لا يعمل من مكانك الحالي: { $address } ليس من عناوينه.

## The request log of a token

token-log-title = سجل الاستدعاءات
token-log-text = أحدث الاستدعاءات (حتى { $count })، مع سبب رفض ما رُفض منها. تظهر الاستدعاءات الجديدة خلال ثانية أو ثانيتين. لا تُحفظ المعاملات ولا الردود.
token-log-which = الاستدعاءات
token-log-all = كل الاستدعاءات
token-log-errors = الأخطاء فقط
token-log-no-errors-title = لا أخطاء
token-log-no-errors-text = لم يُرفض شيء من أحدث الاستدعاءات (حتى { $count }).
token-log-show-all = عرض كل الاستدعاءات
token-log-none-title = لم يُستخدم بعد
token-log-none-text = يظهر هنا كل استدعاء من برنامجك: ما طلبه، ونتيجته، ومدته، ومصدره.
token-log-time = الوقت (UTC)
token-log-action = الإجراء
token-log-result = النتيجة
token-log-took = المدة
token-log-ok = تم
token-log-refused = مرفوض
token-log-took-least = أقل من 1 م.ث
token-log-took-ms = { $number } م.ث
token-log-took-seconds = { $number } ث

## The form for a new token

token-create = إنشاء رمز وصول
token-name-hint = مكان استخدامه، مثل «خادم المتجر».
token-name-bad = أعطِ رمز الوصول اسمًا من 1 إلى 64 حرفًا.
token-kind-choose-key = مفتاح API (/api/v2)
token-kind-choose-jwt = JWT، لواجهة API للطلبات برموز Bearer
token-kind-none = اختر أحد الخيارين.
token-permissions = الصلاحيات
token-permissions-ticked = ما هو محدد أدناه فقط
token-permissions-none = حدّد الصلاحيات، أو اختر «كل شيء».
token-permissions-unknown = اختر من الصلاحيات المعروضة.
token-scopes = الصلاحيات المحددة
token-scope-orders-read = رؤية الطلبات
token-scope-orders-write = تقديم الطلبات وتعديلها
token-scope-services-read = رؤية الخدمات والأسعار
token-scope-balance-read = رؤية الرصيد
token-scope-affiliate-read = رؤية أرقام التسويق بالعمولة
token-expires-in-days =
    { $count ->
        [one] بعد يوم واحد
        [two] بعد يومين
        [few] بعد { $count } أيام
        [many] بعد { $count } يومًا
       *[other] بعد { $count } يوم
    }
token-expires-in-other-days = بعد عدد آخر من الأيام
token-expires-never = لا ينتهي (مفاتيح API فقط)
token-expires-never-jwt = رمز JWT له نهاية دائمًا: اختر متى.
token-expires-unknown = اختر من القائمة.
token-expires-too-late =
    { $count ->
        [one] بعد يوم واحد على الأكثر.
        [two] بعد يومين على الأكثر.
        [few] بعد { $count } أيام على الأكثر.
        [many] بعد { $count } يومًا على الأكثر.
       *[other] بعد { $count } يوم على الأكثر.
    }
token-days = الأيام
token-days-bad = عدد صحيح من الأيام، من 1 إلى { $count }.
token-networks-hint = عناوين أو شبكات، مثل 192.0.2.7 أو 198.51.100.0/24، تفصل بينها مسافة. اتركه فارغًا للسماح من أي مكان.
token-networks-unreadable = «{ $typed }» ليس عنوانًا ولا شبكة مثل 192.0.2.0/24.
token-networks-too-many =
    { $count ->
        [one] شبكة واحدة على الأكثر.
        [two] شبكتان على الأكثر.
        [few] { $count } شبكات على الأكثر.
        [many] { $count } شبكة على الأكثر.
       *[other] { $count } شبكة على الأكثر.
    }
token-networks-add-mine = إضافة عنواني، { $address }
token-warned-title = لن يعمل من مكانك الحالي
token-warned-text = عنوانك { $address } ليس من العناوين المسموح بها. إن كان رمز الوصول لجهاز آخر فأنشئه على أي حال.
token-create-anyway = إنشاؤه على أي حال
token-cancel = إلغاء
token-too-many = لا يمكنك إضافة رموز وصول أخرى. أبطل أحدها أولًا.

## The page that shows a new token's secret

token-created-title = تم إنشاء رمز الوصول
token-created-key = تم إنشاء مفتاح API «{ $name }»
token-created-jwt = تم إنشاء رمز JWT «{ $name }»
token-secret-once = لن يُعرض إلا هذه المرة. انسخه الآن واحفظه كما تحفظ كلمة المرور.
token-secret-copy = نسخ
token-secret-try = لتجربته:
token-secret-saved = لقد حفظته
token-old-stopped = توقف رمز الوصول القديم عن العمل.
token-old-works = يظل رمز الوصول القديم يعمل حتى { $moment }.

## The statement: every movement of a customer's balance

statement-title = كشف الحساب
statement-csv = CSV
statement-from = من
statement-to = إلى
statement-show = عرض
statement-kind = النوع
statement-kind-all = الكل
statement-kind-charges = التكاليف
statement-kind-refunds = الاستردادات
statement-kind-credits = الإضافات
statement-showing = المعروض
statement-clear = مسح الكل
statement-only-order = الطلب { $order }
statement-only-from = من { $day }
statement-only-until = حتى { $day }
statement-only-range = من { $from } إلى { $to }
statement-day-unreadable = يُكتب اليوم بالصيغة YYYY-MM-DD (2026-11-30).
statement-days-turned = اليوم الأول بعد اليوم الأخير.
statement-totals = المجاميع
statement-balance-now = الرصيد الحالي
statement-opening = الرصيد الافتتاحي
statement-total-in = الوارد
statement-total-out = الصادر
statement-net = الصافي
statement-closing = الرصيد الختامي
statement-untold = عدد الحركات يتجاوز { $count }. اختر فترة أقصر لعرض الوارد والصادر.
statement-none-found-title = لا توجد حركة مطابقة
statement-none-found-text = لم يحرّك الرصيد شيء من هذا النوع في هذه الفترة.
statement-clear-filters = مسح عوامل التصفية
statement-none-title = لا توجد حركات بعد
statement-none-text = تظهر هنا الإضافات والتكاليف والاستردادات مع الرصيد بعد كل منها. تضيف الإدارة الرصيد إلى حسابك.
statement-see-services = عرض الخدمات
statement-time = الوقت، { $zone }
statement-what = البيان
statement-in = الوارد، { $currency }
statement-out = الصادر، { $currency }
statement-after = الرصيد بعدها، { $currency }
statement-charge = تكلفة
statement-charge-for = تكلفة <a href="{ $orders }/{ $order }">الطلب { $order }</a>
statement-refund = استرداد
statement-refund-for = استرداد عن <a href="{ $orders }/{ $order }">الطلب { $order }</a>
statement-credit = إضافة رصيد
statement-payout = سحب عمولات
statement-takeback = دفعة مسحوبة
statement-restore = دفعة أُعيدت إلى الرصيد
statement-repay = سداد دين
statement-bonus = مكافأة
statement-unbonus = مكافأة مسحوبة
statement-rebonus = مكافأة أُعيدت
statement-given-up = تنازُل عند إغلاق الحساب
statement-funds-added = شحن الرصيد
statement-correction = تصحيح

## What Ctrl K finds. The …-words are what else a page is found by: words that somebody may type, in small letters, apart by spaces.

palette-orders = الطلبات
palette-pages = الصفحات
palette-services = الخدمات
palette-order = الطلب { $order }
palette-service-id = رقم { $service }
palette-nothing = لا نتائج. جرّب كلمات أقل.
palette-new-order-words = تقديم شراء اطلب
palette-mass-order = طلب جماعي
palette-mass-order-words = أسطر اسطر كثيرة بالجملة جماعية
palette-orders-words = طلباتي قائمة سجل
palette-drip-feeds = التنقيط
palette-drip-feeds-words = طلبات تكرارات تقسيط
palette-subscriptions = الاشتراكات
palette-subscriptions-words = طلبات منشورات
palette-refills = التعويضات
palette-refills-words = طلبات تعويض
palette-services-words = أسعار اسعار قائمة خدمات مفضلة
palette-updates-words = خدمات أسعار اسعار جديد تغييرات
palette-statement-words = رصيد أموال اموال حركات سجل
palette-deposits-words = إيداع ايداع دفع تمويل إيصال ايصال
palette-affiliate-words = روابط عمولة سحب إحالات احالات
palette-api-words = أمثلة امثلة توثيق مطورون
palette-tokens = مفاتيح API ورموز الوصول
palette-tokens-words = مفتاح رمز توكن jwt
palette-account-words = ملف كلمة المرور جلسات منطقة زمنية مظهر لغة
palette-terms-words = شروط قواعد

## The pages of an affiliate
## An affiliate shares a link to the panel. Whoever signs up by that link is a referred customer;
## each order of such a customer is a referral, and earns commission for the affiliate. The operator
## is who runs the panel.

affiliate-title = التسويق بالعمولة
affiliate-overview = نظرة عامة
affiliate-links-title = الروابط
affiliate-referrals-title = الإحالات
affiliate-payouts-title = السحوبات

affiliate-make-link = إنشاء رابط
affiliate-commission = العمولة
affiliate-pending = معلّقة
affiliate-pending-note = الطلب مستمر، أو لم تنتهِ فترة الحجز
affiliate-approved = معتمدة
affiliate-approved-negative = استُرد أكثر مما اعتُمد
affiliate-ask-payout = طلب سحب
affiliate-paying = قيد الدفع
affiliate-paying-note = تدفعها الإدارة
affiliate-paid = مدفوعة
affiliate-paid-note = إلى رصيدك وخارج اللوحة

affiliate-last-days =
    { $count ->
        [one] اليوم الأخير
        [two] اليومان الأخيران
        [few] آخر { $count } أيام
        [many] آخر { $count } يومًا
       *[other] آخر { $count } يوم
    }
affiliate-days =
    { $count ->
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
affiliate-period = الفترة
affiliate-clicks = النقرات
affiliate-sign-ups = التسجيلات
affiliate-orders = الطلبات
affiliate-sales = المبيعات
affiliate-earned = الأرباح
affiliate-sales-in = المبيعات، { $currency }
affiliate-earned-in = الأرباح، { $currency }
affiliate-commission-in = العمولة، { $currency }
affiliate-amount-in = المبلغ، { $currency }

affiliate-as-table = كجدول
affiliate-by-day = حسب اليوم
affiliate-day-utc = اليوم (UTC)
affiliate-chart-most = أعلى يوم: { $amount }
affiliate-chart-none = لا شيء
affiliate-chart-clicks = النقرات حسب اليوم. أعلاها { $amount } في { $day }.
affiliate-chart-no-clicks = النقرات حسب اليوم: لا شيء.
affiliate-chart-earned = الأرباح حسب اليوم. أعلاها { $amount } في { $day }.
affiliate-chart-not-earned = الأرباح حسب اليوم: لا شيء.
affiliate-chart-bar = { $day }: { $amount }

affiliate-next-title = الاعتمادات القادمة
affiliate-next-none = لا عمولة لها تاريخ بعد. يتحدد التاريخ عند انتهاء طلبها.
affiliate-referrals-count =
    { $count ->
        [zero] لا إحالات
        [one] إحالة واحدة
        [two] إحالتان
        [few] { $count } إحالات
        [many] { $count } إحالة
       *[other] { $count } إحالة
    }
affiliate-all-pending = كل الإحالات المعلّقة
affiliate-your-links =
    { $count ->
        [0] رابطك
        [one] رابطك
        [two] رابطاك
        [few] روابطك
        [many] روابطك
       *[other] روابطك
    }
affiliate-copy = نسخ
affiliate-no-link-counts = لا يحتسب أي من روابطك الزيارات حاليًا.
affiliate-sub-ids-and-codes = المعرّفات الفرعية ورموز QR
affiliate-other-offers =
    { $count ->
        [one] عرض آخر يمكنك الانضمام إليه
        [two] عرضان آخران يمكنك الانضمام إليهما
        [few] عروض أخرى يمكنك الانضمام إليها
        [many] عروض أخرى يمكنك الانضمام إليها
       *[other] عروض أخرى يمكنك الانضمام إليها
    }
affiliate-what-it-is = شارك رابط هذه اللوحة مع من يحتاج إليها. كل من ينشئ حسابًا عبر رابطك تكسب عمولة على طلباته، تُدفع إلى رصيدك أو خارج اللوحة.
affiliate-no-offer-title = لا عروض حاليًا
affiliate-no-offer-text = لا يوجد لدى الإدارة الآن عرض تسويق بالعمولة يمكن الانضمام إليه. تظهر العروض هنا عند توفرها.
affiliate-none-title = لست مسوّقًا بالعمولة بعد
affiliate-none-text = يشارك المسوّقون بالعمولة رابطًا، ويكسبون عمولة على طلبات العملاء الذين ينشئون حساباتهم عبره.
affiliate-see-offers = العروض المتاحة

## An offer to affiliates, and the form to join it

affiliate-choose-offer = اختر عرضًا
affiliate-paid-for = مدة العمولة
affiliate-offer-percent = { $percent }% من كل طلب
affiliate-offer-flat = { $amount } عن كل طلب
affiliate-offer-always = ما دام العميل يطلب
affiliate-offer-months =
    { $count ->
        [one] الشهر الأول بعد التسجيل
        [two] الشهران الأولان بعد التسجيل
        [few] أول { $count } أشهر بعد التسجيل
        [many] أول { $count } شهرًا بعد التسجيل
       *[other] أول { $count } شهر بعد التسجيل
    }
affiliate-sign-up-counts = يُحتسب التسجيل
affiliate-offer-click =
    { $count ->
        [one] خلال يوم واحد من النقرة
        [two] خلال يومين من النقرة
        [few] خلال { $count } أيام من النقرة
        [many] خلال { $count } يومًا من النقرة
       *[other] خلال { $count } يوم من النقرة
    }
affiliate-hold = فترة الحجز
affiliate-offer-no-hold = لا توجد: تُعتمد عند انتهاء الطلب
affiliate-offer-hold =
    { $count ->
        [one] يوم واحد بعد انتهاء الطلب
        [two] يومان بعد انتهاء الطلب
        [few] { $count } أيام بعد انتهاء الطلب
        [many] { $count } يومًا بعد انتهاء الطلب
       *[other] { $count } يوم بعد انتهاء الطلب
    }
affiliate-minimum-payout = الحد الأدنى للسحب
affiliate-offer-payout = { $balance } إلى رصيدك، { $outside } خارج اللوحة
affiliate-approval = القبول
affiliate-offer-at-once = فوري
affiliate-offer-looks = تراجع الإدارة كل طلب انضمام
affiliate-terms = شروط هذا العرض
affiliate-code = كود رابطك
affiliate-code-hint = من 3 إلى 32 من الأحرف الإنجليزية أو الأرقام أو - أو _. اتركه فارغًا للحصول على كود عشوائي. لا يمكن تغييره لاحقًا.
affiliate-code-bad = يتكوّن الكود من 3 إلى 32 من الأحرف الإنجليزية أو الأرقام أو - أو _.
affiliate-code-taken = هذا الكود مستخدم. اختر غيره.
affiliate-note = ملاحظة إلى الإدارة
affiliate-note-hint = مثل المكان الذي ستشارك فيه الرابط.
affiliate-note-too-long = 2000 حرف على الأكثر من فضلك.
affiliate-join = انضمام
affiliate-joined = أصبحت مسوّقًا بالعمولة. هذا رابطك.
affiliate-applied = تم إرسال طلب انضمامك. ترد الإدارة في هذه الصفحة.
affiliate-applied-already = سبق أن طلبت الانضمام إلى هذا العرض.
affiliate-offer-closed = لا يقبل هذا العرض طلبات انضمام الآن.

## Where an account stands in an offer: a word, and what it means

affiliate-member-pending = قيد الانتظار
affiliate-member-pending-text = أرسلت طلب الانضمام. ترد الإدارة هنا، وتحصل على رابطك بعد القبول.
affiliate-member-paused = متوقف مؤقتًا
affiliate-member-paused-text = العرض متوقف مؤقتًا: لا يحتسب رابطك زيارات جديدة. أما العملاء الذين جاؤوا من قبل فما زلت تكسب العمولة منهم.
affiliate-member-approved = مقبول
affiliate-member-denied = مرفوض
affiliate-member-denied-text = رُفض طلب انضمامك.
affiliate-member-suspended = موقوف
affiliate-member-suspended-text = عضويتك موقوفة: لا تكسب عمولة على الطلبات الجديدة، ولا يُصرف شيء.
affiliate-operator-writes = رسالة الإدارة: { $reason }

## Links

affiliate-copy-link = نسخ الرابط
affiliate-qr-label = رمز QR لهذا الرابط
affiliate-qr-too-long = الرابط أطول من أن يتسع له رمز QR. قصّر المعرّفات الفرعية.
affiliate-sub-ids = المعرّفات الفرعية
affiliate-sub-ids-text = تميّز المعرّفات الفرعية بين الأماكن التي تشارك فيها رابطك، مثل newsletter أو video-12. وتُظهر كل إحالة المعرّفات الفرعية لرابطها.
affiliate-sub-id = المعرّف الفرعي { $number }
affiliate-make-the-link = إنشاء الرابط
affiliate-without-sub-ids = بلا معرّفات فرعية

## Referrals

affiliate-referrals-csv = CSV
affiliate-state = الحالة
affiliate-offer = العرض
affiliate-all-offers = كل العروض
affiliate-from = من
affiliate-to = إلى
affiliate-show = عرض
affiliate-showing = المعروض
affiliate-clear-all = مسح الكل
affiliate-filter-from = من { $day }
affiliate-filter-to = إلى { $day }
affiliate-filter-all = الكل
affiliate-filter-pending = معلّقة
affiliate-filter-approved = معتمدة
affiliate-filter-paid = مدفوعة
affiliate-filter-denied = مرفوضة
affiliate-referrals-none-match-title = لا توجد إحالة مطابقة
affiliate-referrals-none-match-text = جرّب حالة أخرى أو تواريخ أخرى.
affiliate-clear-filters = مسح عوامل التصفية
affiliate-referrals-none-title = لا توجد إحالات بعد
affiliate-referrals-none-text = كل طلب من عميل أنشأ حسابه عبر رابطك هو إحالة، وتظهر هنا مع عمولتها.
affiliate-get-link = احصل على رابطك
affiliate-referral-order = الطلب
affiliate-referral-placed = تاريخ الطلب
affiliate-approved-on = تاريخ الاعتماد
affiliate-offer-and-sub-ids = العرض والمعرّفات الفرعية
affiliate-correction = تصحيح
affiliate-referral-pending = معلّقة
affiliate-referral-approved = معتمدة
affiliate-referral-paying = قيد الدفع
affiliate-referral-paid = مدفوعة
affiliate-referral-denied = مرفوضة
affiliate-why-refunded = استُرد مبلغ الطلب.
affiliate-why-held = تراجعها الإدارة أولًا.
affiliate-why-not-ended = بعد انتهاء الطلب.
affiliate-why-due = تعتمدها الإدارة.

## Payouts

affiliate-payout-suspended = عضويتك موقوفة، ولا يُصرف شيء.
affiliate-payout-negative = استُردت مبالغ طلبات بعد دفع عمولتها. تغطي عمولاتك القادمة الفرق أولًا، ثم يمكنك طلب السحب من جديد.
affiliate-to-balance = إلى رصيدي
affiliate-to-balance-text = يصل كل المعتمد إلى رصيدك فورًا، ويمكنك الطلب به. الحد الأدنى { $amount }.
affiliate-move-amount = تحويل { $amount } إلى رصيدي
affiliate-move = تحويل إلى رصيدي
affiliate-outside-title = السحب خارج اللوحة
affiliate-outside-text = تدفع الإدارة كل المعتمد يدويًا. الحد الأدنى { $amount }.
affiliate-details = إلى أين يُرسل المال
affiliate-details-hint = مثل حساب بنكي مع اسم صاحبه، أو عنوان محفظة.
affiliate-open-requested = لم تبدأ الإدارة الدفع بعد. يمكنك طلب سحب آخر عند انتهاء هذا السحب.
affiliate-open-processing = الإدارة تدفعه الآن. يمكنك طلب سحب آخر عند انتهاء هذا السحب.
affiliate-cancel-payout = إلغاء هذا السحب
affiliate-payouts-none-here-title = لا سحوبات هنا
affiliate-payouts-none-here-text = لا توجد سحوبات قبل هذا السحب أو بعده.
affiliate-newest-payouts = أحدث السحوبات
affiliate-payouts-none-title = لا توجد سحوبات بعد
affiliate-payouts-none-text = يظهر هنا كل سحب وما آل إليه.
affiliate-asked-for = طُلب في
affiliate-payout-to = إلى
affiliate-payout-referrals = الإحالات
affiliate-payout-details = التفاصيل
affiliate-way-balance = إلى رصيدي
affiliate-way-outside = خارج اللوحة
affiliate-payout-reference = المرجع: { $reference }
affiliate-payout-requested = مطلوب
affiliate-payout-processing = قيد المعالجة
affiliate-payout-completed = مكتمل
affiliate-payout-failed = فشل
affiliate-payout-canceled = ملغى
affiliate-payout-canceled-why = ألغاه المسوّق.
affiliate-paid-to-balance = أُضيف { $amount } إلى رصيدك.
affiliate-asked-outside = طلبت سحب { $amount }. تتولى الإدارة دفعه.
affiliate-payout-is-canceled = تم إلغاء السحب، وعادت عمولاته إلى حالة معتمدة.
affiliate-ask-pending = هذه العضوية قيد الانتظار؛ لا يُصرف شيء الآن.
affiliate-ask-denied = هذه العضوية مرفوضة؛ لا يُصرف شيء الآن.
affiliate-ask-suspended = هذه العضوية موقوفة؛ لا يُصرف شيء الآن.
affiliate-ask-too-little = المعتمد { $approved }، والحد الأدنى للسحب { $minimum }.
affiliate-ask-details = اكتب في 1 إلى 1000 حرف إلى أين يُرسل المال.
affiliate-ask-one-is-open = هناك سحب مفتوح بالفعل.
affiliate-ask-already = سبق طلب هذا السحب.
affiliate-cancel-too-late = لم يعد ممكنًا إلغاء هذا السحب.

## What the script of the pages says
## The script puts what it knows in place of the arguments. It cannot choose words by a number, so
## each of these sentences has to be right with every number: "Ids copied: 1", "Ids copied: 5".

script-copied = تم النسخ
script-not-copied = تعذّر النسخ: حدّد النص وانسخه يدويًا
script-ids-copied = عدد الأرقام المنسوخة: { $count }
script-ids-not-copied = تعذّر النسخ
script-now = الآن: { $state }
script-lost = تعذّر الوصول إلى اللوحة؛ تستمر المحاولة
script-list-failed = تعذّرت قراءة القائمة. واصل الكتابة للمحاولة من جديد.
script-search-services = البحث بالاسم أو الرقم أو الفئة (عدد الخدمات: { $count })
script-services = الخدمات
script-close-list = إغلاق القائمة
script-palette = صفحة، رقم طلب، خدمة
script-waiting = بانتظار الرد
script-status = الحالة { $status }، { $ms } م.ث
script-more = … وأحرف أخرى عددها { $count }
script-no-answer = لم يصل رد: تعذّر الوصول إلى اللوحة
script-key-first = الصق مفتاحًا في أعلى الصفحة أولًا

## Deposits that staff booked or declined

deposit-by-staff = سجّلته الإدارة
deposit-not-confirmed = تعذّر تأكيده.

## Add funds: how to pay, and what was told of

deposits-how = طريقة الدفع
deposits-pay = 1. ادفع عبر: { $method }
deposits-tell = 2. أبلغنا بالدفع
deposits-tell-why = يُضاف المبلغ إلى رصيدك بعد أن نرى الدفعة.
deposits-amount = المبلغ الذي دفعته، { $currency }
deposits-reference = مرجع الدفعة
deposits-reference-hint = رقمها لدى البنك أو المحفظة: به نعثر عليها.
deposits-note = ملاحظة
deposits-note-hint = مثل اسم صاحب الحساب.
deposits-picture = صورة إثبات الدفع
deposits-picture-hint = لقطة شاشة أو صورة، 2 ميغابايت على الأكثر. لا نحتفظ إلا بما يظهر فيها.
deposits-paid = لقد دفعت
deposits-no-method-title = لا توجد طريقة دفع بعد
deposits-no-method = لم تُعِدّ الإدارة طريقة للدفع هنا بعد. اسألها كيف يمكنك شحن رصيدك.
deposits-none-title = لا إيداعات هنا
deposits-none = لا توجد إيداعات قبل هذا الإيداع أو بعده.
deposits-newest = أحدث الإيداعات
deposits-yours = إيداعاتك
deposits-deposit = الإيداع
deposits-amount-in = المبلغ، { $currency }
deposits-any-amount = أي مبلغ
deposits-up-to = حتى { $max }
deposits-from = ابتداءً من { $min }
deposits-between = من { $min } إلى { $max }
deposits-amount-wrong = اكتب رقمًا مثل 25 أو { $example }.
deposits-reference-wrong = اكتب رقم الدفعة أو اسمها.
deposits-thanks = شكرًا لك. يُضاف المبلغ إلى رصيدك بعد أن نرى الدفعة.
deposits-again = سبق أن أبلغتنا بهذه الدفعة.
deposits-method-gone = لم تعد هذه الطريقة متاحة. اختر طريقة أخرى.
deposits-at-least = { $min } على الأقل.
deposits-at-most = { $max } على الأكثر.
deposits-note-long = 500 حرف على الأكثر.
deposits-too-many-open = لديك خمس دفعات قيد الانتظار. أبلغنا بغيرها بعد مراجعتها.
deposits-too-many = أبلغتنا بـ 20 دفعة في يوم واحد. حاول مرة أخرى غدًا.
deposits-too-many-pictures = أرسلت صورًا كثيرة اليوم. أبلغنا دون صورة، أو حاول مرة أخرى غدًا.
deposits-choose = اختر الطريقة التي دفعت بها.
deposit-receipt = الإيصال { $id }
deposit-number = الإيداع { $id }
deposit-state = الحالة
deposit-state-waiting = قيد الانتظار
deposit-state-checked = قيد المراجعة
deposit-state-credited = أُضيف إلى الرصيد
deposit-state-declined = مرفوض
deposit-credited = أُضيف إلى الرصيد
deposit-claimed = المبلغ الذي ذكرته
deposit-method = الطريقة
deposit-reference = المرجع
deposit-told = تاريخ الإبلاغ
deposit-booked = تاريخ التسجيل
deposit-credited-on = تاريخ الإضافة
deposit-answered = تاريخ الرد
deposit-account = الحساب
deposit-picture = صورتك
deposit-picture-what = ما أرسلته عن هذه الدفعة
deposit-note = ملاحظتك
deposit-tell-again = الإبلاغ من جديد
deposit-print = اطبع هذه الصفحة أو احفظها بصيغة PDF لسجلاتك.
deposit-we-look = نتحقق من وصول المال، ثم يُضاف إلى رصيدك تلقائيًا.

## Deposits through a payment gateway

deposits-pay-by = الدفع عبر { $method }
deposits-amount-wanted = المبلغ المراد إضافته، { $currency }
deposits-fee-percent = تُضاف رسوم: { $percent } % مما تدفعه.
deposits-fee-fixed = تُضاف رسوم قدرها { $fixed }.
deposits-fee-both = تُضاف رسوم: { $percent } % مما تدفعه، و{ $fixed }.
deposits-pays-in = تدفع بعملة { $currency }. تعرض الصفحة التالية المبلغ.
deposits-go-on = متابعة
deposits-go-on-what = تعرض الصفحة التالية ما تدفعه مع الرسوم وتنقلك إلى الدفع.
deposits-order-kept = طلبك محفوظ. صفحة الإيداع تعيدك إليه.
deposits-too-many-unpaid = خمسة من إيداعاتك لم تُدفع بعد. ادفع أحدها أو انتظر حتى تنتهي مدتها.
deposits-too-many-begun = بدأت 20 إيداعًا في يوم واحد. حاول مرة أخرى غدًا.
deposits-presets = مبالغ للاختيار
deposits-preset-pay = تدفع { $amount }
deposits-preset-bonus = + { $bonus } مكافأة
deposits-bonus-percent = مكافأة { $percent } %
deposits-bonus-cap = { $cap } على الأكثر
deposits-bonus-first = مع أول إيداع فقط
deposits-bonus-when = تُضاف المكافأة إذا دُفع المبلغ كاملًا في موعده. وما يُرَدّ من المبلغ يأخذ معه حصته من المكافأة.
deposits-held = يُضاف ما تدفعه بهذه الطريقة إلى رصيدك بعد { $hours } ساعة من وصوله.
deposits-young = تضيف الحسابات الجديدة { $max } على الأكثر في كل مرة.
deposits-too-many-here = بدأت إيداعات كثيرة من شبكتك اليوم. حاول مرة أخرى غدًا.
deposits-code = رمز ترويجي
deposits-code-hint = للحصول على مكافأة مع هذا الإيداع.
deposits-code-yours = رمزك
deposits-code-use = استخدام
deposits-code-credited = أُضيف { $amount } إلى رصيدك.
deposits-code-percent = يمنحك هذا الرمز { $percent } % إضافية مع إيداع. اختر المبلغ وتابع.
deposits-code-wrong = لا يوجد رمز كهذا، أو انتهت مدته.
deposits-code-used = لقد استخدمت هذا الرمز من قبل.
deposits-code-used-up = استُنفد هذا الرمز.
deposits-code-not-first = هذا الرمز للإيداع الأول فقط.
deposits-code-at-once = لا يحتاج هذا الرمز إلى إيداع: استخدمه أدناه.
deposits-code-not-here = لا تقبل الإيداعات بهذه الطريقة الرموز.
deposits-code-slow = جرّبت رموزًا كثيرة. انتظر بضع دقائق.
deposit-is-test = هذه طريقة تجريبية: لا يُدفع مال حقيقي.
deposit-state-preparing = قيد التحضير
deposit-state-to-pay = بانتظار الدفع
deposit-state-partial = مدفوع جزئيًا
deposit-state-expired = انتهت المدة
deposit-state-failed = لم يُدفع
deposit-state-refunded = مُسترد
deposit-state-disputed = محل نزاع
deposit-state-charged-back = استرده البنك
deposit-wanted = المراد إضافته
deposit-pay-amount = تدفع
deposit-paid-amount = دفعتَ
deposit-of-that-fee = منها رسوم قدرها { $fee }.
deposit-taken = مسحوب
deposit-begun = بدأ في
deposit-pay = ادفع { $amount }
deposit-pay-until = ادفع قبل
deposit-send-title = أرسل العملات
deposit-send-amount = أرسل بالضبط
deposit-send-address = إلى هذا العنوان
deposit-send-memo = مع هذه المذكرة (memo)
deposit-send-network = عبر هذه الشبكة
deposit-send-qr = العنوان على هيئة رمز QR
deposit-send-qr-text = يحتوي الرمز على العنوان وحده: أدخل المبلغ في محفظتك.
deposit-send-copy-amount = نسخ المبلغ
deposit-send-copy-address = نسخ العنوان
deposit-send-copy-memo = نسخ المذكرة
deposit-send-memo-why = بدون المذكرة (memo) لن يُعثر على أموالك.
deposit-send-network-why = أرسل { $currency } فقط، وعبر شبكة { $network } فقط. ما يُرسل بطريقة أخرى يضيع.
deposit-send-over = انتهى وقت الإرسال: لا ترسل أي شيء إلى هذا العنوان بعد الآن. ما أرسلته من قبل سيُعثر عليه.
deposit-preparing = يجري تحضير الدفع. يستغرق ذلك بضع ثوانٍ.
deposit-moves-by-itself = تتغير هذه الصفحة تلقائيًا عند وصول الدفعة.
deposit-look-again = تحقق مرة أخرى
deposit-is-checked = وصلت دفعتك ونحن نراجعها. يزيد رصيدك عند الانتهاء.
deposit-state-held = محجوز
deposit-held-until = في رصيدك ابتداءً من
deposit-is-held = وصلت دفعتك. ستُضاف إلى رصيدك في الوقت المبيّن أعلاه.
deposit-bonus = مكافأة
deposit-came-to-nothing = لم يُضف شيء إلى رصيدك عن هذا الإيداع.
deposit-pay-again = ادفع مرة أخرى
deposit-order = طلبك
deposit-order-waits = طلبك ينتظر هنا. لا يُرسل شيء من تلقاء نفسه.
deposit-order-now = وصل المبلغ. راجع طلبك ثم أرسله.

## Pictures that are sent

picture-again = اختر الصورة من جديد، فهي لم تُحفظ.
picture-empty = الملف فارغ. اختر ملفًا آخر.
picture-too-large = حجم الصورة أكبر من 2 ميغابايت. اختر صورة أصغر، مثل لقطة شاشة لها.
picture-type = هذه ليست صورة PNG أو JPEG أو WebP. اختر ملفًا آخر.
picture-too-many-pixels = أبعاد الصورة كبيرة جدًا: الحد الأقصى 10,000 بكسل لكل ضلع و25 مليون بكسل إجمالًا. اختر صورة أصغر.
picture-moving = لا تُقبل الصور المتحركة. اختر صورة ثابتة.
picture-damaged = الصورة تالفة أو غير مكتملة. اختر صورة أخرى.
failure-file-too-large-title = الملف كبير جدًا
failure-file-too-large = الحد الأقصى لحجم الصورة 2 ميغابايت. لم يُرسَل شيء: ارجع واختر صورة أصغر، أو أرسل دون صورة.

## Support: tickets

nav-support = الدعم
nav-unread = غير مقروءة
your-menu-unread = قائمتك؛ توجد ردود غير مقروءة
keys-support = الانتقال إلى الدعم
order-ask = السؤال عن هذا الطلب
palette-tickets-words = تذاكر تذكرة أسئلة اسئلة ردود أجوبة اجوبة مساعدة تواصل
palette-new-ticket-words = دعم سؤال مشكلة شكوى مساعدة تواصل مراسلة
tickets-first-title = لا توجد أسئلة بعد
tickets-first = إذا كان هناك خطأ في طلب أو دفعة، أو كان لديك سؤال، فافتح تذكرة. اذكر أرقام الطلبات المعنية لنراها بجانب سؤالك. يظهر الرد هنا، وينبهك إليه رقم بجانب «الدعم».
tickets-first-action = طرح سؤال
tickets-chips = التذاكر
tickets-all = الكل
tickets-open = مفتوحة
tickets-closed = مغلقة
tickets-none-title = لا تذاكر هنا
tickets-none = لا توجد في هذه القائمة أي تذكرة لك.
tickets-none-action = كل التذاكر
tickets-yours = تذاكرك
tickets-head-ticket = التذكرة
tickets-head-question = السؤال
tickets-head-last = آخر رسالة
tickets-new-answer = رد جديد
ticket-new-title = تذكرة جديدة
ticket-number = التذكرة { $id }
ticket-subject = الموضوع
ticket-orders = الطلبات
ticket-orders-hint = أرقام الطلبات المعنية، مثل 17, 18.
ticket-orders-wrong = اكتب أرقام طلبات، مثل 17, 18.
ticket-question = سؤالك
ticket-question-hint = ماذا توقعت، وماذا حدث؟ 10,000 حرف على الأكثر.
ticket-send = إرسال
ticket-back = رجوع
ticket-before = قبل أن تسأل
ticket-before-order = تبيّن صفحة الطلب مدى تقدّمه، وما إذا كان يمكنك إلغاؤه أو طلب تعويضه هناك فورًا.
ticket-your-orders = طلباتك
ticket-no-secrets = لا تكتب هنا أبدًا كلمة مرور أو مفتاح API، فلسنا بحاجة إليهما.
ticket-picture = صورة
ticket-picture-hint = لقطة شاشة مثلًا، 2 ميغابايت على الأكثر. لا نحتفظ إلا بما يظهر فيها.
ticket-picture-what = صورة مرفقة بهذه الرسالة
ticket-too-many-pictures = أرسلت صورًا كثيرة اليوم. اكتب دون صورة، أو حاول مرة أخرى غدًا.
ticket-close = إغلاق التذكرة
ticket-earlier = الرسائل السابقة
ticket-messages = الرسائل
ticket-you = أنت
ticket-newest = أحدث الرسائل
ticket-is-closed = هذه التذكرة مغلقة. إذا كتبت من جديد أُعيد فتحها.
ticket-message = رسالتك
ticket-about = عن هذه التذكرة
ticket-state = الحالة
ticket-state-waiting = بانتظار ردنا
ticket-state-answered = تم الرد
ticket-state-closed = مغلقة
ticket-opened = تاريخ الفتح
ticket-order = الطلب { $id }
ticket-opened-done = وصلنا سؤالك. يظهر الرد هنا.
ticket-sent = تم إرسال رسالتك.
ticket-closed-done = تم إغلاق التذكرة. إذا كتبت من جديد أُعيد فتحها.
ticket-closed-already = سبق إغلاق التذكرة.
ticket-choose-subject = اختر موضوعًا.
ticket-no-order = ليس لديك طلب برقم { $order }.
ticket-no-orders = هذه ليست طلباتك: { $orders }.
ticket-too-many-orders = 20 طلبًا على الأكثر في التذكرة الواحدة.
ticket-too-many-open = لديك خمس تذاكر مفتوحة. اكتب في إحداها، أو أغلق واحدة أولًا.
ticket-too-many = فتحت 10 تذاكر في يوم واحد. حاول مرة أخرى غدًا.
ticket-too-many-messages = كتبت 60 رسالة في يوم واحد. حاول مرة أخرى غدًا.
ticket-text-empty = اكتب رسالتك.
ticket-text-long =
    { $max ->
        [one] حرف واحد على الأكثر. عدد أحرف هذا النص { $chars }.
        [two] حرفان على الأكثر. عدد أحرف هذا النص { $chars }.
        [few] { $max } أحرف على الأكثر. عدد أحرف هذا النص { $chars }.
        [many] { $max } حرفًا على الأكثر. عدد أحرف هذا النص { $chars }.
       *[other] { $max } حرف على الأكثر. عدد أحرف هذا النص { $chars }.
    }

## Announcements, and pages to look something up in

announcements-title = الإعلانات
announcements-none-title = لا إعلانات بعد
announcements-none = يُعلن عن كل جديد وكل تغيير في هذه الصفحة.
announcements-more =
    { $count ->
        [one] إعلان واحد آخر
        [two] إعلانان آخران
        [few] { $count } إعلانات أخرى
        [many] { $count } إعلانًا آخر
       *[other] { $count } إعلان آخر
    }
announcements-read = اقرأ الإعلان
announcements-dismiss = عدم عرض «{ $title }» بعد الآن
announcements-important = مهم
help-title = المساعدة
help-none-title = لا صفحات بعد
help-none = ستجد هنا إجابات الأسئلة الشائعة.
help-changed = آخر تغيير: { $day }.
palette-announcements-words = إعلانات اعلانات أخبار اخبار رسائل
palette-help-words = مساعدة صفحات أسئلة اسئلة شائعة كيف

## Notices: what customers are told of

notices-title = الإشعارات
notices-bell = الإشعارات غير المقروءة: { $count }
notices-new = جديد
notices-open = فتح
notices-open-named = فتح: { $title }
notices-read-all = اعتبار الكل مقروءًا
palette-notices-words = إشعارات اشعارات تنبيهات جرس تيليجرام
notices-all-read = اعتُبرت كلها مقروءة.
notices-none-title = لا إشعارات بعد
notices-none = تُعلَم هنا بما يحدث لحسابك وطلباتك ومدفوعاتك.
notices-choose = ما الذي تُعلَم به
account-notices-text = اختر ما تُعلَم به في اللوحة وبالبريد وعبر Telegram.
notices-way-panel = في اللوحة
notices-way-mail = بالبريد
notices-way-telegram = Telegram
notices-topic-sign-in = تسجيل الدخول من جهاز جديد أو شبكة جديدة
notices-topic-credentials = تغيّر كلمة المرور أو التحقق بخطوتين أو رموز الوصول
notices-topic-token-end = رموز وصول تنتهي قريبًا
notices-topic-balance = رصيد منخفض
notices-topic-deposits = أموال تُضاف أو تُسترد
notices-topic-orders = طلبات لا تنتهي كما طُلبت
notices-topic-requests = الردود على طلبات التعويض والإلغاء
notices-topic-tickets = الردود على تذاكرك
notices-topic-prices = أسعار جديدة لخدمات تطلبها
notices-hint-security = تخبرك به اللوحة والبريد دائمًا لأنه يحمي حسابك.
notices-hint-gathered = ما يأتي خلال دقائق قليلة يصل في رسالة واحدة.
notices-hint-prices = مرة في اليوم على الأكثر، لخدمات طلبتها في آخر 90 يومًا.
notices-threshold = أعلمني حين ينخفض رصيدي عن ({ $currency })
notices-threshold-hint = مرة لكل انخفاض. فارغ: لا تُعلَم أبدًا.
notices-save = حفظ
notices-saved = تم الحفظ.
notices-telegram-text = اقرأ إشعاراتك في Telegram أيضًا: اربط محادثتك مع ‎@{ $bot }.
notices-telegram-link = ربط Telegram
notices-telegram-code = افتح ‎@{ $bot } وأرسل إليه هذا السطر. يعمل مرة واحدة خلال 15 دقيقة.
notices-telegram-copy = نسخ
notices-telegram-open = فتح Telegram
notices-telegram-is-linked = محادثتك في Telegram مربوطة.
notices-telegram-linked-as = محادثتك في Telegram مربوطة: { $name }.
notices-telegram-unlink = فك الربط
notices-telegram-unlinked = لم تعد محادثتك في Telegram مربوطة.
notices-telegram-none = لا يوجد بوت Telegram هنا.
notices-stop-title = بريد أقل
notices-stop-text = ألا تريد مزيدًا من البريد عن هذا؟ { $topic }.
notices-stop-button = لا ترسلوا المزيد منه
notices-stop-done = لن يصلك بريد عن هذا: { $topic }. وما زلت تقرؤه في اللوحة.
notices-stop-over = هذا الرابط لا يعمل. سجّل الدخول لتختار ما تُعلَم به.
notice-sign-in-title = تسجيل دخول من جهاز جديد أو شبكة جديدة
notice-sign-in-text = { $device }، من { $address }، { $when }. إذا لم تكن أنت فغيّر كلمة المرور فورًا وأنهِ الجلسات الأخرى.
notice-password-title = غُيّرت كلمة مرورك
notice-password-text = غُيّرت في { $when }. إذا لم تكن أنت فاختر كلمة مرور جديدة فورًا.
notice-factor-changed-title = غُيّر التحقق بخطوتين في حسابك
notice-factor-reset-title = أُزيل التحقق بخطوتين من حسابك
notice-factor-recovery-title = استُخدم رمز استرداد
notice-issuer-on-title = رُبطت بحسابك طريقة أخرى للدخول
notice-issuer-off-title = فُصلت عن حسابك طريقة للدخول
notice-reset-link-title = أنشأ الفريق رابطًا لاختيار كلمة مرور جديدة لحسابك
notice-factor-text = حدث هذا في { $when }. إذا لم تكن أنت فاختر كلمة مرور جديدة فورًا وراسل الدعم.
notice-token-made-title = أُنشئ رمز وصول: { $name }
notice-token-replaced-title = استُبدل رمز وصول: { $name }
notice-token-revoked-title = أُلغي رمز وصول: { $name }
notice-token-text = حدث هذا في { $when }. إذا لم تكن أنت فألغِ رموز الوصول وغيّر كلمة المرور.
notice-chat-title = رُبطت محادثة في Telegram بحسابك
notice-chat-text = حدث هذا في { $when }. تتلقى المحادثة إشعاراتك من الآن. إذا لم تكن أنت ففك الربط في صفحة الإشعارات واختر كلمة مرور جديدة. كلمة المرور الجديدة وحدها لا تفك الربط.
notice-expiring-title = رمز وصول ينتهي قريبًا: { $name }
notice-expiring-text = ينتهي في { $when }. استبدله قبل ذلك لتستمر برامجك.
notice-low-title = رصيدك منخفض
notice-low-text = هو { $balance }. أردت أن تعلم حين يقل عن { $threshold }.
notice-deposit-title = أُضيف { $amount } إلى رصيدك
notice-deposit-text = يمكنك الطلب به الآن.
notice-taken-title = استُرد { $amount } من دفعة
notice-taken-text = أُعيدت الدفعة أو اعتُرض عليها. ما نقص من رصيدك دَين عليك. وكل ما يصل إلى رصيدك بعد ذلك يسدده أولًا.
notice-restored-title = أُعيد إليك { $amount }
notice-restored-text = دفعة كان معترضًا عليها عادت محسوبة.
notice-part-deposit = منه من الإيداع: { $amount }
notice-part-bonus = منه من المكافأة: { $amount }
notice-repaid-title = ذهب { $amount } إلى سداد ما عليك
notice-repaid-text = كان هذا المبلغ قد وصل إلى رصيدك: من طلب استُرد ثمنه أو من دفعة. يُسدَّد ما عليك أولًا. ويعرض كشف الحساب كل مبلغ.
notice-ticket-title = ردّ عليك الدعم
notice-ticket-text = في تذكرتك { $ticket } ردّ جديد.
notice-orders-title =
    { $count ->
        [one] طلب واحد لم ينتهِ كما طُلب
        [two] طلبان لم ينتهيا كما طُلبا
        [few] { $count } طلبات لم تنتهِ كما طُلبت
        [many] { $count } طلبًا لم ينتهِ كما طُلب
       *[other] { $count } طلب لم ينتهِ كما طُلب
    }
notice-requests-title =
    { $count ->
        [one] رُدّ على أحد طلباتك الخاصة
        [two] رُدّ على اثنين من طلباتك الخاصة
        [few] رُدّ على { $count } من طلباتك الخاصة
        [many] رُدّ على { $count } من طلباتك الخاصة
       *[other] رُدّ على { $count } من طلباتك الخاصة
    }
notice-prices-title =
    { $count ->
        [one] خدمة تطلبها لها سعر جديد
        [two] خدمتان تطلبهما لهما سعران جديدان
        [few] { $count } خدمات تطلبها لها أسعار جديدة
        [many] { $count } خدمة تطلبها لها أسعار جديدة
       *[other] { $count } خدمة تطلبها لها أسعار جديدة
    }
notice-item-canceled = أُلغي الطلب { $order } وأُعيد ثمنه.
notice-item-partial = سُلّم جزء من الطلب { $order } وأُعيد الباقي.
notice-item-paused = الاشتراك { $order } متوقف مؤقتًا. صفحته تذكر السبب.
notice-item-gave-up = لم يبلغ الطلب { $order } مركزه في الوقت المحدد.
notice-item-refill-rejected = رُفض تعويض الطلب { $order }.
notice-item-refill-completed = اكتمل تعويض الطلب { $order }.
notice-item-cancel-refused = تعذّر إلغاء الطلب { $order }؛ وهو مستمر.
notice-item-cancel-done = أُلغي الطلب { $order } كما طلبت.
notice-item-other = تغيّر الطلب { $order }.
notice-item-up = { $service } أغلى من ذي قبل.
notice-item-down = { $service } أرخص من ذي قبل.
notice-more = و{ $count } غيرها
telegram-linked = رُبطت هذه المحادثة. تقرأ إشعاراتك هنا من الآن. أرسل ‎/stop لإنهاء ذلك.
telegram-code-over = لم يعد هذا الرمز يعمل. أنشئ رمزًا جديدًا في صفحة حسابك.
telegram-unlinked = لم تعد هذه المحادثة مربوطة.

## Messages by mail. $panel is the panel's name

mail-automatic = أُرسلت هذه الرسالة تلقائيًا من { $panel }. لا يقرأ أحد الردود عليها.
mail-button-fails = إذا لم يعمل الزر فافتح هذا العنوان:
mail-sign-up-subject = حسابك في { $panel }
mail-sign-up-text = هناك من يريد، وهو على الأرجح أنت، فتح حساب في { $panel } بهذا العنوان. افتح الرابط لتختار كلمة مرور. يعمل لمدة 24 ساعة ومرة واحدة.
mail-sign-up-button = إنشاء حسابي
mail-sign-up-end = إذا لم تكن أنت فتجاهل هذه الرسالة: لن يُنشأ أي حساب.
mail-has-account-subject = لديك حساب في { $panel }
mail-has-account-text = هناك من أراد، وهو على الأرجح أنت، استخدام هذا العنوان لحساب في { $panel }. لهذا العنوان حساب بالفعل: سجّل الدخول، أو اختر كلمة مرور جديدة إذا نسيتها.
mail-has-account-button = تسجيل الدخول
mail-has-account-end = إذا لم تكن أنت فليس عليك فعل شيء.
mail-verify-subject = أكّد بريدك الإلكتروني في { $panel }
mail-verify-text = أكّد أن هذا هو عنوان حسابك في { $panel }. يعمل الرابط لمدة 24 ساعة ومرة واحدة.
mail-verify-button = تأكيد العنوان
mail-verify-end = إذا لم يكن لديك حساب هناك فتجاهل هذه الرسالة.
mail-reset-subject = كلمة مرور جديدة في { $panel }
mail-reset-text = هناك من يريد، وهو على الأرجح أنت، اختيار كلمة مرور جديدة لحسابك في { $panel }. يعمل الرابط لمدة 30 دقيقة ومرة واحدة. الرابط الأحدث يحل محله.
mail-reset-button = اختيار كلمة مرور جديدة
mail-reset-end = إذا لم تكن أنت فتجاهل هذه الرسالة: تبقى كلمة مرورك كما هي.
mail-reset-staff-subject = يساعدك فريق { $panel } في اختيار كلمة مرور جديدة
mail-reset-staff-text = أنشأ فريق { $panel } الآن رابطًا تختار به كلمة مرور جديدة لحسابك. يعمل لمدة 30 دقيقة ومرة واحدة. الرابط الأحدث يحل محله.
mail-reset-staff-end = إذا لم تطلب ذلك منهم فراسل الدعم فورًا.
mail-password-subject = تم تغيير كلمة مرورك في { $panel }
mail-password-text = تم الآن تغيير كلمة مرور حسابك في { $panel }، وتسجيل خروج الجلسات الأخرى.
mail-password-button = لم أكن أنا: اختيار كلمة مرور جديدة
mail-password-end = إذا كنت أنت فليس عليك فعل شيء. وإلا فاختر كلمة مرور جديدة فورًا وألغِ رموز الوصول.
mail-issuer-subject = طريقة أخرى للدخول إلى { $panel }
mail-issuer-text = رُبط حسابك في { $panel } الآن بحساب في موقع آخر. من سجّل الدخول هناك يمكنه الدخول إلى { $panel }.
mail-issuer-off-subject = أُزيلت طريقة للدخول إلى { $panel }
mail-issuer-off-text = لم يعد حسابك في { $panel } مربوطًا بحساب في موقع آخر. فُصل في صفحة حسابك، أو لأن عنوان حسابك أو كلمة مروره تغيّر. يمكنك ربطه من جديد في صفحة حسابك.
mail-second-on-subject = تم تفعيل التحقق بخطوتين لحسابك في { $panel }
mail-second-on-text = تم الآن إعداد التحقق بخطوتين لحسابك في { $panel }. من الآن يُطلب إلى جانب كلمة المرور، وتم تسجيل خروج الجلسات الأخرى.
mail-second-off-subject = لم يعد التحقق بخطوتين مفعّلًا لحسابك في { $panel }
mail-second-off-text = تم الآن إيقاف التحقق بخطوتين لحسابك في { $panel }، منك أو من المشغّل. من الآن تكفي كلمة المرور للدخول.
mail-passkey-on-subject = لحسابك في { $panel } مفتاح مرور جديد
mail-passkey-on-text = أُضيف الآن مفتاح مرور إلى حسابك في { $panel }، ويُطلب مع كلمة المرور. سُجِّل خروج الجلسات الأخرى.
mail-passkey-off-subject = أُزيل مفتاح مرور من حسابك في { $panel }
mail-passkey-off-text = أُزيل الآن مفتاح مرور من حسابك في { $panel }. ما زال التحقق بخطوتين مفعّلًا في الحساب. سُجِّل خروج الجلسات الأخرى.
mail-codes-new-subject = رموز استرداد جديدة لحسابك في { $panel }
mail-codes-new-text = تم الآن إنشاء رموز استرداد جديدة لحسابك في { $panel }. الرموز السابقة لم تعد تعمل.
mail-code-used-subject = تم استخدام رمز استرداد في { $panel }
mail-code-used-text = تم الآن استخدام أحد رموز الاسترداد لحسابك في { $panel } بدلًا من رمز التطبيق.
mail-guessed-subject = هناك من يجرّب الرموز في { $panel }
mail-guessed-text = هناك من يعرف كلمة مرور حسابك في { $panel } وقد أدخل رموزًا كثيرة غير صحيحة. لم يتمكن من الدخول. اختر كلمة مرور جديدة.
mail-second-end = إذا كنت أنت فليس عليك فعل شيء. وإلا فاختر كلمة مرور جديدة فورًا، وراجع التحقق بخطوتين في صفحة حسابك، وألغِ رموز الوصول.
mail-address-confirm-subject = أكّد عنوانك الجديد في { $panel }
mail-address-confirm-text = سيصبح لحسابك في { $panel } هذا العنوان: { $address }. افتح الرابط إن كنت موافقًا. يعمل لمدة 24 ساعة ومرة واحدة.
mail-address-confirm-button = استخدام هذا العنوان
mail-address-confirm-end = إذا لم تكن أنت فتجاهل هذه الرسالة: لن يتغير شيء.
mail-address-notice-subject = سيتغير عنوانك في { $panel }
mail-address-notice-text = سيصبح عنوان حسابك في { $panel } هو { $address } فور تأكيده هناك. إذا كنت أنت فليس عليك فعل شيء.
mail-address-notice-button = لم أكن أنا: إيقاف التغيير
mail-address-notice-end = يعمل الرابط لمدة ثلاثة أيام، وبعد التغيير أيضًا: عندها يعيد هذا العنوان وتتوقف كلمة المرور عن العمل، فتختار كلمة جديدة عبر البريد. وهو يسجّل خروج كل الجلسات.
mail-address-changed-subject = تم تغيير عنوانك في { $panel }
mail-address-changed-text = أصبح عنوان حسابك في { $panel } الآن { $address }، وتسجّل الدخول به.
mail-address-changed-end = إذا لم تكن أنت فافتح الرابط في الرسالة التي وصلت إلى العنوان القديم من قبل. يعمل لمدة ثلاثة أيام.
mail-notice-button = اقرأ المزيد
mail-notice-end = تختار ما تُعلَم به في صفحة حسابك. لئلا يصلك بريد عن هذا افتح { $link }
mail-notice-end-security = تصل هذه الرسائل دائمًا لأنها تحمي حسابك.
mail-export-subject = بياناتك في { $panel } جاهزة
mail-export-text = الملف الذي يضم ما يحتفظ به { $panel } عن حسابك جاهز. يبقى متاحًا 24 ساعة لمن سجّل الدخول إلى الحساب.
mail-export-button = احصل على الملف
mail-export-end = إن لم تكن أنت من طلبه فاختر كلمة مرور جديدة فورًا.
