# Español. Los mismos mensajes que en inglés, con los mismos argumentos.

## Times

moment = { $day }, { $time }
time-now = ahora mismo
time-minutes-ago = hace { $count } min
time-in-minutes = en { $count } min
time-hours-ago = hace { $count } h
time-in-hours = en { $count } h
time-days-ago =
    { $count ->
        [one] hace { $count } día
       *[other] hace { $count } días
    }
time-in-days =
    { $count ->
        [one] en { $count } día
       *[other] en { $count } días
    }
duration-minutes = { $count } min
duration-hours = { $count } h
duration-days =
    { $count ->
        [one] { $count } día
       *[other] { $count } días
    }

rate-per-thousand = { $price } por 1000

## The frame of all pages

maintenance = Ahora no se pueden hacer pedidos, por mantenimiento. Los pedidos ya hechos siguen su curso.
skip-to-content = Ir al contenido
nav-main = Principal
nav-new-order = Pedir
nav-orders = Pedidos
nav-services = Servicios
nav-statement = Extracto
nav-add-funds = Agregar fondos
nav-affiliate = Afiliados
nav-api = API
nav-account = Cuenta
nav-updates = Novedades
nav-staff-side = Administración
nav-terms = Uso aceptable
nav-waiting = en espera
sign-out = Cerrar sesión
balance = Saldo
your-menu = Tu menú
search-placeholder = Número de pedido o enlace
search-label = Buscar pedidos
theme = Tema
theme-auto = Auto
theme-light = Claro
theme-dark = Oscuro
theme-and-language = Tema e idioma
language = Idioma
close = Cerrar
keys-title = Atajos de teclado
keys-palette = Ir a una página, un pedido o un servicio
keys-search = Buscar
keys-new-order = Nuevo pedido
keys-orders = Ir a los pedidos
keys-services = Ir a los servicios
keys-updates = Ir a las novedades
keys-statement = Ir al extracto
keys-add-funds = Ir a agregar fondos
keys-api = Ir a la página de la API
keys-affiliate = Ir a afiliados
keys-account = Ir a la cuenta
keys-rows = Fila siguiente, anterior
keys-select = Seleccionar la fila
keys-open = Abrir la fila
keys-pages = Página o pedido siguiente, anterior
keys-back = Cerrar, volver un paso
keys-this = Esta lista
keys-on = Usar atajos de una sola tecla en este navegador
palette-label = Ir a

## Parts that several pages have

delivered = Entregado
pages = Páginas
newer = Más recientes
older = Anteriores
previous = Anterior
next = Siguiente
last-tries = Últimos intentos
compact-rows = Filas compactas
copy-ids = Copiar los ID
clear = Desmarcar
remove-filter = Quitar el filtro { $filter }
optional = opcional
please-check = Revisa esto

## Parameters of orders, in the form of a new order and on the page of an order

parameter-keywords = Palabras clave
parameter-comments = Comentarios
parameter-usernames = Nombres de usuario
parameter-username = Nombre de usuario
parameter-username-hint = Sin la @
parameter-hashtags = Hashtags
parameter-hashtag = Hashtag
parameter-hashtag-hint = Sin el #
parameter-media = Publicación
parameter-media-hint = Se menciona a quienes dieron like a esta publicación
parameter-answer = Respuesta
parameter-answer-hint = El número de la respuesta
parameter-groups = Grupos
parameter-min = Mínimo por publicación
parameter-max = Máximo por publicación
parameter-max-hint = Una cantidad al azar entre el mínimo y el máximo
parameter-delay = Retraso
parameter-delay-hint = Minutos después de la publicación, de 0 a 600
parameter-posts = Publicaciones nuevas
parameter-posts-hint = Cuántas; vacío: sin límite
parameter-old-posts = Publicaciones ya existentes
parameter-old-posts-hint = Cuántas de las más recientes se incluyen también
parameter-expiry = Termina el
parameter-expiry-hint = día/mes/año; vacío: sin fecha final
parameter-country = País
parameter-country-hint = El código de un país, o WW
parameter-device = Dispositivo
parameter-device-desktop = Computadora
parameter-device-android = Móvil (Android)
parameter-device-ios = Móvil (iOS)
parameter-device-mobile = Mixto (móvil)
parameter-device-mixed = Mixto (móvil y computadora)
parameter-traffic = De dónde vienen las visitas
parameter-traffic-search = De un buscador
parameter-traffic-page = De otra página
parameter-traffic-direct = Directas
parameter-search-words = Palabras de búsqueda
parameter-search-words-hint = Para visitas desde un buscador
parameter-referring-page = Página de origen
parameter-referring-page-hint = Para visitas desde otra página
parameter-lines-hint = Uno por línea

## States of an order, as badges beside it

order-state-scheduled = Programado
order-state-pending = Pendiente
order-state-processing = Procesando
order-state-active = Activo
order-state-in-progress = En progreso
order-state-completed = Completado
order-state-partial = Parcial
order-state-canceled = Cancelado
order-state-paused = Pausado
order-state-expired = Vencido

order-waiting-starts = empieza { $when }
order-waiting-portion = próximo lote { $when }
order-waiting-credit = falta saldo para la próxima publicación
order-waiting-operator = el operador lo está revisando

order-progress = { $done } de { $total }
order-progress-posts-of = { $posts } de { $most } publicaciones
order-progress-posts =
    { $posts ->
        [one] { $posts } publicación
       *[other] { $posts } publicaciones
    }

## The lists of orders

orders-title = Pedidos
orders-lists = Listas de pedidos
orders-tab-orders = Pedidos
orders-tab-drip-feeds = Drip-feeds
orders-tab-subscriptions = Suscripciones
orders-tab-refills = Reposiciones
orders-new-order = Nuevo pedido
orders-csv = CSV
orders-failed-title = No se pudo leer la lista
orders-away = La base de datos no respondió. Tus pedidos están a salvo y siguen su curso.
orders-try-again = Reintentar
orders-clear-filters = Borrar filtros

orders-head-order = Pedido
orders-head-link = Servicio y enlace
orders-head-account = Servicio y cuenta
orders-head-state = Estado
orders-head-charge = Cargo, { $currency }
orders-head-actions = Acciones
orders-head-happens = Qué pasa
orders-head-made = Avance
orders-head-next = Próximo
orders-head-posts = Publicaciones
orders-head-until = Hasta
orders-head-asked = Solicitada
orders-head-answered = Respondida
orders-head-refill = Reposición

orders-all = Todos
orders-chip-pending = Pendientes
orders-chip-processing = Procesando
orders-chip-in-progress = En progreso
orders-chip-paused = Pausados
orders-chip-completed = Completados
orders-chip-partial = Parciales
orders-chip-canceled = Cancelados
orders-chip-active = Activos
orders-chip-ended = Terminados

orders-search-and-filter = Buscar y filtrar
orders-filter-search = Números, enlace o servicio
orders-filter-service-hint = Número o palabras
orders-filter-kind = Tipo
orders-filter-from = Desde
orders-filter-to = Hasta
orders-filter-show = Mostrar
orders-kind-any = Cualquier tipo
orders-kind-single = Pedidos individuales
orders-kind-mass = Pedidos masivos
orders-kind-api = Por la API
orders-kind-drip-feed = Drip-feeds
orders-kind-paced = Con ritmo
orders-kind-subscription = Suscripciones
orders-filter-no-day = “{ $text }” no es una fecha. Escríbela así: 2026-11-30.
orders-filter-days-reversed = La primera fecha es posterior a la última, así que no hay nada que mostrar.

orders-showing = Filtros:
orders-showing-one-state = <span class="soft">Filtros:</span><span>un estado</span>
orders-clear-all = Borrar todo
orders-active-search = “{ $text }”
orders-active-service-id = Servicio ID { $service }
orders-active-service-words = Servicio “{ $text }”
orders-active-from = Desde { $day }
orders-active-from-wrong = Desde “{ $text }”: no es una fecha
orders-active-to = Hasta { $day }
orders-active-to-wrong = Hasta “{ $text }”: no es una fecha
orders-active-parent = Del pedido { $order }

orders-views = Tus vistas
orders-view-keep = Guardar como vista
orders-view-keep-yes = Guardar
orders-view-name = Nombre de la vista
orders-view-name-hint = Aparece encima de la lista. Si repites el nombre, la reemplazas.
orders-view-remove = Eliminar la vista { $name }
orders-view-kept = La vista se guardó. Aparece encima de la lista.
orders-view-removed = Se eliminó la vista “{ $name }”.
orders-view-name-wrong = El nombre debe tener de 1 a { $count } caracteres.
orders-view-nothing = Elige primero un filtro. Una vista guarda los filtros de la lista.
orders-view-too-long = Estos filtros son demasiado largos para guardarlos. Acorta la búsqueda.
orders-view-too-many = Ya tienes { $count } vistas y no caben más. Elimina una primero.

orders-none-title = Aún no hay pedidos
orders-none = Elige un servicio, pega un enlace e indica la cantidad. El pedido aparece aquí y se actualiza solo.
orders-none-action = Hacer el primer pedido
orders-no-match-title = Ningún pedido coincide
orders-no-match = Prueba con otro número o enlace, o mira todos los estados.
orders-no-new-match-title = Ninguna coincidencia entre los pedidos más recientes
orders-no-new-match = Quedan pedidos anteriores sin revisar. Continúa con “Anteriores”, o limita la búsqueda por fechas o por servicio.

orders-actions-for = Acciones del pedido { $order }
orders-open = Abrir
orders-cancel-ask = Cancelar…
orders-refill-ask = Reponer…
orders-again-ask = Pedir de nuevo…
orders-cancel-one-yes = Sí, cancelar el pedido { $order }

## Many orders at once

orders-tick-all = Marcar todos los pedidos de esta página
orders-ticked = Pedidos marcados
orders-ticked-count = Marcados: <b class="num" data-tick-count>0</b>
orders-bulk-none-ticked = Marca primero los pedidos.
orders-bulk-too-many = Como máximo { $most } pedidos a la vez; aquí hay { $count }.
orders-bulk-back = Volver
orders-bulk-back-to-list = Volver a la lista
orders-cancel-title = ¿Cancelar estos pedidos?
orders-cancel-none = Ninguno de estos pedidos se puede cancelar ahora.
orders-cancel-intro = Recuperas { $amount } en tu saldo de inmediato.
orders-cancel-intro-asks = Recuperas { $amount } en tu saldo de inmediato. Lo que detenga el proveedor se devuelve cuando responda.
orders-cancel-yes =
    { $count ->
        [one] Cancelar { $count } pedido
       *[other] Cancelar { $count } pedidos
    }
orders-refill-title = ¿Reponer estos pedidos?
orders-refill-none = Ninguno de estos pedidos se puede reponer ahora.
orders-refill-intro = La reposición no tiene costo.
orders-refill-yes =
    { $count ->
        [one] Solicitar { $count } reposición
       *[other] Solicitar { $count } reposiciones
    }
orders-refill-foreseen = Lo que se haya perdido se entrega de nuevo.
orders-done-title =
    { $count ->
        [one] Hecho en { $count } pedido
       *[other] Hecho en { $count } pedidos
    }
orders-done-all = Cada pedido indica qué pasó con él.
orders-done-left =
    { $count ->
        [one] { $count } quedó como estaba. En cada uno se indica el motivo.
       *[other] { $count } quedaron como estaban. En cada uno se indica el motivo.
    }

## Drip-feeds, subscriptions and refills

orders-drip-feeds-title = Drip-feeds
orders-drip-feeds-teach = Un drip-feed repite un pedido a intervalos, y un pedido con ritmo se entrega por lotes. Los servicios que lo permiten tienen esos campos en su formulario de pedido.
orders-subscriptions-title = Suscripciones
orders-subscriptions-teach = Una suscripción sigue una cuenta y hace un pedido por cada publicación nueva. Los servicios de este tipo piden el nombre de la cuenta en su formulario de pedido.
orders-family-no-match-title = Sin coincidencias
orders-family-no-match = No hay nada en este estado.
orders-family-none-title = Aún no hay nada
orders-made-runs = { $made } de { $total } ejecuciones
orders-made-portions = { $made } de { $total } lotes
orders-no-end = sin fecha final

orders-refills-title = Reposiciones
orders-refills-no-match-title = Ninguna reposición coincide
orders-refills-no-match = No hay reposiciones en este estado.
orders-refills-none-title = Aún no hay reposiciones
orders-refills-none = Si se pierde parte de lo entregado, solicita una reposición en la página del pedido. No tiene costo.
orders-refills-none-action = Ver pedidos completados
orders-refills-open = En curso
orders-refills-done = Repuestas
orders-refills-refused = No repuestas
orders-refill-pending = Solicitada
orders-refill-under-way = En curso
orders-refill-completed = Repuesta
orders-refill-rejected = Rechazada
orders-refill-failed = Fallida

## The page of an order

order-number = Pedido { $order }
order-copy-number = Copiar el número de pedido
order-copy-link = Copiar el enlace
order-updates = Se actualiza solo
order-start-count = Conteo inicial
order-remains = Restante
order-timeline = Historial
order-money = Importes
order-charge = Cargo
order-refunded = Reembolsado
order-net = Neto
order-in-statement = En el extracto

order-terms = Qué se pidió
order-service = Servicio
order-service-id = ID { $service }
order-link = Enlace
order-made-as = Origen
order-made-as-run = una ejecución del <a href="/orders/{ $order }">pedido { $order }</a>
order-made-as-portion = un lote del <a href="/orders/{ $order }">pedido { $order }</a>
order-made-as-post = una publicación del <a href="/orders/{ $order }">pedido { $order }</a>
order-runs = Ejecuciones
order-portions = Lotes
order-posts = Publicaciones
order-all-children = Ver todo
order-runs-value = { $runs } de { $each } cada una
order-minutes-between = Minutos entre ejecuciones
order-start = Inicio
order-start-to-come = { $wait }, empieza { $when }
order-start-past = { $wait }, empezó { $when }
order-minutes-later = { $count } min después
order-hours-later = { $count } h después
order-days-later = { $count } d después
order-pace = Ritmo
order-pace-value = { $speed } por minuto
order-portions-value = { $portions } de { $each } o más
order-position = Posición
order-position-value = { $position } o mejor
order-given-up = Se abandona después de
order-given-up-value = { $hours } h
order-rate = Tarifa
order-placed = Realizado
order-placed-page = { $when }, en una página
order-placed-api = { $when }, por la API
order-placed-subscription = { $when }, por su suscripción

order-actions = Qué puedes hacer
order-resume = Reanudar
order-resumed = La suscripción continúa.
order-not-resumed = Solo se puede reanudar una suscripción pausada, y esta no lo está.
order-again = Pedir de nuevo
order-not-found = No tienes ningún pedido así.

order-cancel = Cancelar
order-cancel-yes = Cancelar el pedido
order-cancel-ends-subscription = Termina ahora: no se piden más publicaciones. Los pedidos de las publicaciones anteriores siguen su curso.
order-cancel-ends = Termina ahora y recuperas { $amount }.
order-cancel-stops-runs =
    { $runs ->
        [one] Se cancela { $runs } ejecución que aún no se hizo y recuperas { $amount }. Las ejecuciones en curso continúan; cancélalas una por una.
       *[other] Se cancelan { $runs } ejecuciones que aún no se hicieron y recuperas { $amount }. Las ejecuciones en curso continúan; cancélalas una por una.
    }
order-cancel-stops-portions = Se cancela lo que aún no se envió y recuperas { $amount }. Se le pide al proveedor que detenga el resto.
order-cancel-asks = Se le pide al proveedor que se detenga. Lo no entregado se devuelve cuando responda; lo entregado se cobra.
order-canceled-subscription = La suscripción terminó: no se piden más publicaciones.
order-canceled = El pedido se canceló; lo que se cobró y no se entregó ya está en tu saldo.
order-canceled-portions = Lo que aún no se había enviado se canceló y se reembolsó. Se le pidió al proveedor que detenga el resto.
order-canceled-runs = Las ejecuciones que aún no se habían hecho se cancelaron y se reembolsaron. Las que están en curso continúan.
order-cancel-asked = Se le pidió al proveedor que se detenga. Hasta que responda, el pedido continúa.
order-no-cancel = Los pedidos de este servicio no se pueden cancelar.
order-no-cancel-ended = No se puede cancelar porque ya terminó.
order-no-cancel-runs-made = No se puede cancelar porque ya se hicieron todas sus ejecuciones. Cancélalas una por una.
order-no-cancel-asked = Ya se solicitó la cancelación; el proveedor aún no ha respondido.

order-refill = Reponer
order-refill-question = ¿Solicitar que se entregue de nuevo lo que se perdió? No tiene costo.
order-refill-yes = Solicitar reposición
order-refill-asked = Se solicitó la reposición. No tiene costo.
order-no-refill-parent = Las reposiciones se solicitan en cada uno de sus pedidos individuales.
order-no-refill = Este servicio no ofrece reposición.
order-no-refill-over = Ya pasó el plazo de reposición de este servicio.
order-no-refill-not-completed = Solo se puede reponer un pedido completado.
order-no-refill-not-yet = La reposición se puede solicitar cuando se complete.
order-no-refill-too-early = Reposición disponible desde { $when }.
order-no-refill-open = Ya hay una reposición en curso.

## The timeline of an order

order-event-by-you = por ti
order-event-by-operator = por el operador
order-event-placed = Realizado
order-event-charged = Cargo de { $amount }
order-event-scheduled = Programado
order-event-queued = En espera de envío
order-event-submitting = Enviándose al proveedor
order-event-active = Activo
order-event-accepted = Aceptado por el proveedor
order-event-checking = El operador lo está revisando
order-event-unknown-text = No está claro si el proveedor recibió el pedido.
order-event-completed = Completado
order-event-partial = Terminó parcialmente
order-event-partial-text = { $left } sin entregar
order-event-partial-back = { $left } sin entregar; { $amount } de vuelta en el saldo
order-event-came-back = { $amount } de vuelta en el saldo
order-event-canceled = Cancelado
order-event-paused = Pausado
order-event-paused-text = El saldo no alcanzó para la siguiente publicación. Agrega fondos y reanuda.
order-event-expired = Pasó la última fecha
order-event-run = Se hizo una ejecución
order-event-portion = Se hizo un lote
order-event-post = Se pidió una publicación nueva
order-event-rank = Posición { $position }
order-event-gave-up = No se alcanzó la posición a tiempo
order-event-gave-up-text = Lo que aún no se entregó se detiene y se devuelve.
order-event-runs-canceled =
    { $runs ->
        [one] Se canceló { $runs } ejecución que no se había hecho
       *[other] Se cancelaron { $runs } ejecuciones que no se habían hecho
    }
order-event-portions-canceled = Se canceló lo que aún no se había enviado
order-event-cancel-asked = Cancelación solicitada
order-event-cancel-accepted = El proveedor lo está deteniendo
order-event-cancel-refused = El proveedor no lo canceló; continúa
order-event-cancel-unanswered = Aún sin respuesta sobre la cancelación; se volvió a solicitar
order-event-refill-asked = Reposición solicitada
order-event-refill-waits = Aún no se pudo solicitar la reposición; se vuelve a intentar
order-event-refill-accepted = Reposición en curso
order-event-refill-rejected = El proveedor no lo repuso
order-event-refill-completed = Repuesto
order-event-progress = En curso
order-event-progress-text = { $left } por entregar
order-event-refunded = Reembolsado
order-event-refunded-text = { $amount } en total
order-event-edited = Corregido
order-event-edited-start = conteo inicial { $count }
order-event-edited-link = enlace { $link }
order-event-edited-list = { $first }, { $next }
order-event-tried =
    { $count ->
        [one] { $count } intento, { $when }
       *[other] { $count } intentos, el último { $when }
    }
order-event-not-taken = No aceptado
order-event-not-taken-yet = El proveedor aún no ha aceptado el pedido. El panel lo vuelve a enviar por su cuenta.
order-event-not-taken-at-all = El proveedor no aceptó el pedido.

## The chart of an order

chart-now = ahora <strong>{ $value }</strong>
chart-table = Como tabla
chart-when = Cuándo
chart-portion = Lote
chart-delivered = Entregado
chart-pace = Ritmo
chart-pace-summary = Se enviaron { $made } de { $portions } lotes: { $sent } de { $units } unidades.
chart-pace-now = { $sent } de { $units } enviadas
chart-pace-wanted = { $portions } lotes de { $each } o más
chart-pace-note = La línea continua es lo enviado; la discontinua, lo previsto.
chart-position = Posición
chart-position-summary = La posición pasó de { $first } a { $last }.
chart-position-summary-wanted = La posición pasó de { $first } a { $last }; se busca la { $wanted }.
chart-position-wanted = se busca la { $wanted }
chart-position-note = 1 es la mejor posición.
chart-position-note-wanted = La línea discontinua es la posición buscada.

## New order: the page

new-title = Nuevo pedido
new-tabs = Tipo de pedido
new-tab-one = Un pedido
new-tab-mass = Pedido masivo
new-no-services-title = Aún no hay servicios
new-no-services-text = El operador no ha habilitado ningún servicio. Cuando haya uno, podrás pedirlo aquí.
new-no-services-see-orders = Ver tus pedidos
new-blank = Elige un servicio; aquí aparecen sus campos y el precio.
new-last-orders = Últimos pedidos
new-all-orders = Todos los pedidos

## New order: the facts about the service

new-about-service = Sobre este servicio
new-service-id = ID { $id }
new-rate = Tarifa
new-average-time = Tiempo promedio
new-refill = Reposición
new-cancel = Cancelación
new-yes = Sí
new-no = No
new-refill-days =
    { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
new-one-package = un paquete
new-range = { $min }–{ $max }
new-about-a-minute = cerca de un minuto
new-about-minutes = cerca de { $count } min
new-about-hours = cerca de { $count } h
new-about-days =
    { $count ->
        [one] cerca de { $count } día
       *[other] cerca de { $count } días
    }

## The types of services. Resellers know them by their English names: translate those that are
## common words in your language's trade.

new-kind-default = Predeterminado
new-kind-package = Paquete
new-kind-seo = SEO
new-kind-custom-comments = Comentarios personalizados
new-kind-custom-comments-package = Paquete de comentarios personalizados
new-kind-mentions = Menciones
new-kind-mentions-with-hashtags = Menciones con hashtags
new-kind-mentions-custom-list = Menciones: lista personalizada
new-kind-mentions-hashtag = Menciones: hashtag
new-kind-mentions-user-followers = Menciones: seguidores de un usuario
new-kind-mentions-media-likers = Menciones: likes de una publicación
new-kind-comment-likes = Likes a comentarios
new-kind-comment-replies = Respuestas a comentarios
new-kind-poll = Encuesta
new-kind-invites-from-groups = Invitaciones desde grupos
new-kind-subscriptions = Suscripciones
new-kind-web-traffic = Tráfico web

## New order: the fields of the form

new-hint = { $text }.
new-link = Enlace
new-link-hint = La página a la que va el pedido, o el nombre de un perfil.
new-quantity = Cantidad
new-range-hint = De { $min } a { $max }.
new-most-hint = De { $min } a { $max }. Una cantidad al azar entre el mínimo y el máximo.
new-lines-hint = Uno por línea, de { $min } a { $max } líneas.
new-last-day-hint = El último día en que se atienden publicaciones; vacío: sin fecha final.
new-drip = Drip-feed: repetir este pedido
new-runs = Ejecuciones
new-runs-hint = Cuántas veces, de 1 a { $max }.
new-interval = Minutos entre ejecuciones
new-interval-hint = De 1 a { $max }, que es una semana.
new-delivery = Cuándo y a qué ritmo
new-after = Minutos hasta el inicio
new-after-hint = De 0 a { $max }, que son 30 días; vacío: enseguida.
new-position = Posición
new-position-hint = De 1 a { $max }, para { $least } o más a 1 por minuto. Al alcanzarla, se reembolsa el resto.
new-hours = Horas hasta abandonar
new-hours-hint = De 1 a { $max }; vacío: { $hours }.
new-speed = Velocidad (por minuto)
new-speed-hint = Por ejemplo, 0.5 o 20: se entrega por lotes. Vacío: lo más rápido posible.
new-place = Hacer pedido
new-check = Calcular primero el cargo

## New order: the charge

new-charge = Cargo
new-balance-after = Saldo posterior
new-balance-short = El saldo no alcanza para este pedido.
new-add-funds = Agregar fondos para este pedido
new-how = { $count } × { $price } / 1000
new-how-runs =
    { $runs ->
        [one] { $runs } ejecución de { $count } × { $price } / 1000
       *[other] { $runs } ejecuciones de { $count } × { $price } / 1000
    }
new-how-post = ahora; { $most } por cada publicación
new-how-posts = ahora; de { $least } a { $most } por cada publicación
new-fill-in-for-charge = Completa “{ $field }” para ver el cargo.
new-charge-to-come = El cargo aparece cuando los campos están completos.

## New order: what is wrong with it

new-choose-service = Elige un servicio.
new-service-gone = Este servicio ya no está a la venta. Elige otro.
new-service-gone-meanwhile = Este servicio ya no está a la venta. Elige otro; no se cobró nada.
new-link-missing = Completa el enlace.
new-link-refused = Aquí no se aceptan pedidos para este destino.
new-link-unreadable = Esto no es ni la dirección de una página pública ni un nombre.
new-quantity-missing = Completa la cantidad.
new-quantity-not-whole = La cantidad es un número entero, por ejemplo 1000.
new-too-few = Como mínimo { $min } para este servicio.
new-too-many = Como máximo { $max } para este servicio.
new-too-few-lines =
    { $count ->
        [one] Como mínimo { $min } para este servicio; ahora hay { $count }.
       *[other] Como mínimo { $min } para este servicio; ahora hay { $count }.
    }
new-too-many-lines =
    { $count ->
        [one] Como máximo { $max } para este servicio; ahora hay { $count }.
       *[other] Como máximo { $max } para este servicio; ahora hay { $count }.
    }
new-between = Un número entero de { $min } a { $max }.
new-fill-in = Completa “{ $field }”.
new-position-missing = Completa la posición.
new-position-or-runs = Un pedido por posición no admite drip-feed.
new-speed-or-runs = Elige una velocidad o ejecuciones: un drip-feed tiene su propio ritmo.
new-speed-unreadable = Un número mayor que 0, por ejemplo 0.5 o 20, con un máximo de tres cifras después del punto.
new-choose-one = Elige una opción de la lista.
new-too-long = Esto es demasiado largo.
new-day-unreadable = Una fecha que no haya pasado, por ejemplo 31/12/2026.
new-most-below-least = No puede ser menor que el mínimo por publicación.
new-one-line = Una sola línea, por favor.
new-unreadable = Esto no se puede leer: escribe un nombre o una línea de texto.
new-not-drip-fed = Este servicio no admite drip-feed.
new-dearer = El cargo ahora es de { $amount }, más de lo que mostraba este formulario. No se hizo ningún pedido ni se cobró nada. Envía el formulario otra vez si estás de acuerdo.
new-funds = Tu saldo de { $amount } no alcanza para este pedido. No se cobró nada.
new-duplicate = Un pedido de este servicio para este enlace aún no ha terminado. Espera a que termine.
new-form-used = Este formulario ya hizo un pedido antes de que lo cambiaras; lo encuentras en Pedidos. Ahora no se hizo ningún pedido ni se cobró nada. Envía el formulario otra vez para hacer otro.
new-unverified = Confirma tu correo electrónico antes de pedir: tu página de cuenta te envía un enlace. No se cobró nada.
new-confirm-first = Puedes verlo todo. Para pedir, confirma antes tu correo electrónico en la <a href="/account#address">página de tu cuenta</a>.
new-busy = Hay demasiada actividad. No se cobró nada; envía el formulario otra vez en un momento.
new-maintenance = Ahora no se aceptan pedidos, por mantenimiento. No se cobró nada; inténtalo de nuevo más tarde.
new-outcome-unknown = Se perdió por un momento la conexión con la base de datos, así que no se sabe si el pedido se hizo. Envía este formulario otra vez tal como está: el pedido se hace y se cobra una sola vez como máximo.
new-look-over = Aún no se hizo ningún pedido. Revísalo y envíalo una vez más.
new-unseen = Aún no se hizo ningún pedido: este cuesta { $amount }. Envía el formulario otra vez si estás de acuerdo.
new-same-seconds = Hiciste el mismo pedido hace { $count } s: pedido { $order }. Ahora no se hizo ninguno. Envía el formulario otra vez para hacer otro.
new-same-minutes = Hiciste el mismo pedido hace { $count } min: pedido { $order }. Ahora no se hizo ninguno. Envía el formulario otra vez para hacer otro.

## New order: what was done

new-placed = Se hizo el pedido { $order }; cargo: { $amount }.
new-placed-already = El pedido { $order } ya estaba hecho; no se cobró nada dos veces.
new-placed-by-posts = Se hizo el pedido { $order }; cada publicación se cobra cuando se pide.

## The list of services to choose from

picker-service = Servicio
picker-category = Categoría
picker-all = Todas
picker-favourites = Favoritos
picker-lately = Recientes
picker-find = Buscar un servicio
picker-search = Buscar
picker-choose = Elige un servicio
picker-show-fields = Mostrar los campos de este servicio
picker-none = Ningún servicio coincide. Prueba con menos palabras.
picker-no-favourites = Aún no hay favoritos. Márcalos con la estrella junto a cada servicio.
picker-more =
    { $count ->
        [one] Hay { $count } coincidencia más. Escribe para acotar.
       *[other] Hay { $count } coincidencias más. Escribe para acotar.
    }
picker-count =
    { $count ->
        [one] { $count } servicio
       *[other] { $count } servicios
    }
picker-count-and-more =
    { $count ->
        [one] { $count } servicio; se muestran { $shown }. Escribe para acotar.
       *[other] { $count } servicios; se muestran { $shown }. Escribe para acotar.
    }
picker-id = ID { $id }
picker-rate = { $price } / 1000
picker-refill = Reposición
picker-cancel = Cancelación
picker-drip = Drip-feed

## Mass order: many orders at once, one a line

mass-title = Pedido masivo
mass-left-out = Omitidos
mass-again-service-gone = Pedido { $order }: su servicio ya no existe.
mass-again-more-fields = Pedido { $order }: tiene más campos de los que caben en una línea. Pídelo de nuevo desde su propia página.
mass-lines = Pedidos, uno por línea
mass-lines-hint = servicio | enlace | cantidad. También puedes pegar celdas de una hoja de cálculo. En los servicios con comentarios, cada columna adicional es un comentario.
mass-check = Revisar las líneas
mass-no-lines = Escribe o pega al menos una línea.
mass-too-many = Como máximo { $most } líneas a la vez; aquí hay { $count }.
mass-changed = Estas líneas cambiaron desde que se revisaron. No se hizo ningún pedido. Míralas bien y envíalas una vez más.
mass-some-faults = Algunas líneas tienen errores. No se hizo ningún pedido. Corrígelas, o pide solo las correctas.

## Mass order: what became of the lines

mass-good = Listos para pedir: { $good }
mass-good-some = Listos para pedir: { $good }; con errores: { $bad }
mass-placed = Realizados: { $placed }
mass-placed-some = Realizados: { $placed }; no realizados: { $refused }
mass-csv = CSV
mass-see-orders = Ver tus pedidos
mass-table = Líneas
mass-line = Línea
mass-service-and-link = Servicio y enlace
mass-quantity = Cantidad
mass-charge = Cargo
mass-result = Resultado
mass-order = Pedido { $order }
mass-line-good = Correcta
mass-charged = Cobrado
mass-charge-of-good = Cargo de las líneas correctas
mass-balance = Saldo
mass-balance-after = Saldo posterior
mass-correct = Las líneas que no se pidieron están otra vez arriba. Corrígelas, revísalas y pídelas.
mass-place =
    { $count ->
        [one] Hacer { $count } pedido
       *[other] Hacer { $count } pedidos
    }
mass-place-good =
    { $count ->
        [one] Pedir la línea correcta ({ $count })
       *[other] Pedir las { $count } correctas
    }

## Mass order: what is wrong with a line

mass-not-on-sale = El servicio { $service } no está a la venta.
mass-no-service = Cada línea empieza con el número de un servicio.
mass-more-fields = Un servicio del tipo { $kind } tiene más campos: pídelo con el formulario de un pedido.
mass-more-cells = Hay algo de más después de la cantidad.
mass-balance-short = El saldo no alcanza para esta línea.
mass-line-no-answer = La base de datos no respondió. Envía esta línea otra vez tal como está: se pide una sola vez como máximo.

## The start: what a guest sees first

start-headline = Pide al por mayor. Sigue cada pedido.
start-text = Haz pedidos uno por uno, en bloque o por API. Mira qué pasa con cada uno y cuánto costó.
start-create-account = Crear una cuenta
start-sign-in = Iniciar sesión
start-all-services = Ver todos los servicios ({ $count })
start-how = Cómo funciona
start-order = Pide
start-order-text = Un pedido, una lista entera de líneas o tu propio programa: ves el precio antes de confirmar.
start-follow = Sigue
start-follow-text = Cada pedido muestra cuánto lleva. Lo que no se entregó vuelve a tu saldo.
start-account = Lleva las cuentas
start-account-text = Cada movimiento de tu saldo queda en un extracto que puedes descargar.
start-sold = Qué se vende aquí
start-price-list = La lista completa de precios
start-more-categories =
    { $count ->
        [one] Y { $count } categoría más
       *[other] Y { $count } categorías más
    }

guest-sign-in = Entrar
guest-sign-up = Registrarse

## Services: the price list

services-title = Servicios
services-description = Servicios de { $panel } con sus precios, límites y tiempos promedio.
services-updates = Novedades
services-csv = CSV
services-search-placeholder = Nombre, número o categoría
services-search = Buscar servicios
services-category = Categoría
services-all-categories = Todas las categorías
services-category-count = { $category } ({ $count })
services-show = Mostrar
services-clear-filters = Borrar filtros
services-shown = Se muestran
services-all = Todos
services-favourites = Favoritos
services-count =
    { $count ->
        [one] { $count } servicio
       *[other] { $count } servicios
    }
services-page = { $from }–{ $to } de { $count }
services-no-favourite-title = Aquí no hay favoritos
services-no-favourite-text = Pulsa la estrella junto a un servicio y aparecerá aquí.
services-see-all = Ver todos los servicios
services-none-title = Ningún servicio coincide
services-none-text = Prueba con menos palabras o con otra categoría.
services-empty-title = Aún no hay servicios
services-empty-text = El operador no ha habilitado ningún servicio. Cuando haya uno, aparecerá aquí.
services-to-start = Ir al inicio
services-favourite = Favorito
services-id = ID
services-service = Servicio
services-rate = Tarifa por 1000, { $currency }
services-quantity = Cantidad
services-average-time = Tiempo promedio
services-allows = Permite
services-allows-refill = Reposición
services-allows-cancel = Cancelación
services-allows-drip-feed = Drip-feed
services-one-package = un paquete
services-order = Pedir
services-order-service = Pedir el servicio { $service }
services-star = Favorito: servicio { $service }
services-star-add = Agregar a favoritos
services-star-remove = Quitar de favoritos

## One service

service-order = Pedir
service-description = Descripción
service-no-description = No hay descripción.
service-changes = Qué cambió
service-all-updates = Todas las novedades
service-change-day = Día
service-change = Cambio
service-change-rate = Tarifa, { $currency }
service-id = Servicio ID { $service }
service-for-package = por un paquete
service-per-thousand = por 1000
service-min = Cantidad mínima
service-max = Cantidad máxima
service-time = Tiempo promedio
service-time-unknown = Aún no se conoce
service-refill = Se puede reponer
service-refill-days =
    { $count ->
        [one] Durante { $count } día
       *[other] Durante { $count } días
    }
service-cancel = Se puede cancelar
service-drip-feed = Drip-feed
service-one-link = Por enlace
service-one-link-text = Un solo pedido abierto a la vez
service-type = Tipo
service-yes = Sí
service-no = No

## Updates of the price list

updates-title = Novedades
updates-services = Servicios
updates-kind = Tipo de cambio
updates-all = Todos
updates-mine = Solo lo que he pedido
updates-none-title = Nada de este tipo ha cambiado
updates-none-text = Las novedades se conservan medio año.
updates-see-all = Ver todas las novedades
updates-empty-title = Aún no hay novedades
updates-empty-text = Aquí aparecen, por día, los servicios nuevos, los cambios de precio y los servicios que dejan de venderse.
updates-see-services = Ver los servicios
updates-time = Hora, { $zone }
updates-change = Cambio
updates-id = ID
updates-service = Servicio
updates-rate = Tarifa por 1000, { $currency }
updates-quantity = Cantidad
updates-added = Nuevo
updates-restored = De nuevo a la venta
updates-removed = Retirado
updates-price-up = Sube de precio
updates-price-down = Baja de precio
updates-limits = Límites
updates-a-package = por paquete
updates-quantity-changed = <span class="soft">Cantidad</span> <span class="num"><span class="soft">{ $old }</span> → { $new }</span>

## The terms: what the site may be used for

terms-title = Uso aceptable
terms-description = Para qué se puede usar { $panel }.
terms-contact = Escribe a <b>{ $contact }</b>.
terms-since = En vigor desde el { $day }.
terms-intro = Estas condiciones indican para qué se puede usar { $panel }. Se aplican a cada pedido, sin importar cómo se haga: en estas páginas, de forma masiva o mediante una API.
terms-does-title = Qué hace este panel
terms-does = El panel vende pedidos, los registra, los transmite a un proveedor y lleva sus cuentas. No tiene cuentas en otros sitios, no realiza acciones en ellos ni descarga páginas. Qué se entrega y cómo depende del proveedor del servicio.
terms-duties-title = De qué eres responsable
terms-duties-rules = Cumples las reglas de todas las plataformas a las que se refieren tus pedidos.
terms-duties-law = Cumples la ley del lugar donde estás y de donde está tu público. En Estados Unidos, por ejemplo, la norma 16 CFR 465.8 prohíbe vender o comprar indicadores falsos de influencia en redes sociales para dar una imagen engañosa de esa influencia con fines comerciales.
terms-duties-targets = Haces pedidos para destinos que son tuyos o cuyo dueño está de acuerdo.
terms-duties-resell = Si revendes, exiges a tus propios clientes que cumplan estas condiciones.
terms-forbidden-title = Qué no está permitido
terms-forbidden-illegal = Todo lo ilegal, o que ayude al fraude, al engaño de compradores o a las reseñas falsas.
terms-forbidden-harassment = El acoso, las amenazas, el odio o los ataques en masa contra una persona o un grupo.
terms-forbidden-elections = Elecciones, referendos, campañas políticas y consultas públicas.
terms-forbidden-health = Afirmaciones médicas e información de salud pública o de emergencias.
terms-forbidden-finance = Promoción financiera que pueda mover un precio o atraer a la gente a un esquema.
terms-forbidden-minors = Contenido que sexualice a menores o explote a cualquier persona, y todo lo que lleve a él.
terms-forbidden-pretending = Hacerse pasar por otra persona, o interferir en un servicio o una red.
terms-operator-title = Qué puede hacer el operador
terms-operator = El operador puede rechazar o cancelar un pedido, bloquear un destino y suspender una cuenta que incumpla estas condiciones. El dinero de lo que no se ha entregado vuelve al saldo. Los pedidos y los movimientos de dinero se conservan como registro.
terms-target-title = Si tu página es un destino
terms-target = Cualquiera puede pedir al operador que bloquee una página, un perfil o un sitio. Las solicitudes se respetan para todos los clientes y todas las formas de hacer pedidos.
terms-cookies-title = Cookies
terms-cookies = Este panel solo usa las cookies que necesita. Ninguna se comparte con nadie.
terms-cookie-session = <b>session</b> mantiene tu sesión iniciada. Se guarda al iniciar sesión, por 30 días como máximo.
terms-cookie-device = <b>device</b> indica que este navegador ya ha iniciado sesión en tu cuenta antes, para que las contraseñas equivocadas que escriban otros no te retrasen. No da acceso a nada. Se guarda al iniciar sesión, por un año.
terms-cookie-second = <b>half</b> te lleva al segundo factor mientras inicias sesión, durante diez minutos. <b>remembered</b> se guarda solo si marcas que en este navegador no se pida un código, por 30 días. Ninguna da acceso a nada sin tu contraseña.
terms-cookie-looks = <b>theme</b> y <b>density</b> recuerdan cómo quieres ver las páginas. Se guardan cuando eliges, por un año.
terms-cookie-language = <b>lang</b> recuerda el idioma en que quieres leer. Se guarda cuando eliges, por un año.
terms-cookie-flash = <b>flash</b> contiene el mensaje de la página siguiente, por un minuto.
terms-cookie-visitor = <b>visitor</b> solo se guarda si llegas por el enlace de un afiliado. Contiene un ID aleatorio, por los días que indique la oferta del afiliado. Cuando te registras, le dice al panel quién te lo recomendó, para que se le reconozca a esa persona.

## The API page, for developers

api-description = Cómo hacen pedidos los programas en { $panel }: ejemplos en curl, PHP, Python, JavaScript y Go.
api-heading = API
api-keys = Claves y sus registros de solicitudes
api-sign-in = Inicia sesión para crear una clave
api-tabs = API
api-copy-address = Copiar la dirección
api-key-label = Clave API para los ejemplos
api-token-label = Token para los ejemplos
api-key-hint = Se queda en esta página, que la inserta en los ejemplos. No se guarda y solo se envía cuando pulsas Enviar más abajo.
api-examples = Ejemplos
api-language = Lenguaje
api-example = Ejemplo en { $language }
api-copy-example = Copiar el ejemplo en { $language }
api-copy = Copiar
api-try = Pruébalo
api-try-key = La llamada va de esta página a este panel con la clave API de arriba.
api-try-token = La llamada va de esta página a este panel con el token de arriba.
api-try-real = Es una llamada real en tu propia cuenta.
api-try-real-logged = Es una llamada real en tu propia cuenta y aparece en <a href="/account/tokens">el registro de solicitudes</a>.
api-call = Llamada
api-send = Enviar
api-yes = Sí, hacerlo
api-no = No hacer nada
api-answer = Respuesta
api-v2-title = API v2
api-v2-about = El protocolo del sector. Los scripts y paneles que lo hablan solo necesitan otra URL y otra clave. Un único punto de acceso recibe parámetros de formulario por POST y responde en JSON.
api-v2-key = Una clave empieza por wb_.
api-order-title = API de pedidos
api-order-about = Tres llamadas con JSON de entrada y salida, y un token bearer. Un pedido puede empezar más tarde, mantener un ritmo y buscar una posición.
api-order-key = Un JWT con permiso para leer y hacer pedidos.
api-marketplace-title = API de marketplace
api-marketplace-about = Para afiliados: lo que trajeron sus enlaces. Es de solo lectura, con un token bearer.
api-marketplace-key = Un JWT con el permiso affiliate:read.
api-table-actions = Acciones
api-table-add = Qué recibe add, según el tipo de servicio
api-table-order-statuses = Palabras de estado de los pedidos
api-table-errors = Mensajes de error
api-table-limits = Límites
api-table-calls = Llamadas
api-table-create = Qué recibe create
api-table-statuses = Palabras de estado
api-table-codes = Códigos de estado
api-table-parameters = Parámetros
api-field-order = Pedido
api-field-orders = Pedidos
api-field-service = Servicio
api-field-link = Enlace
api-field-quantity = Cantidad
api-field-refill = Reposición
api-field-page = Página
api-field-rows = Filas por página
api-field-type = Tipo
api-field-vote = Votos
api-field-after = Espera, minutos
api-field-speed = Velocidad, por minuto
api-asks-order = Esto hace un pedido real, y su cargo se descuenta de tu saldo.
api-asks-cancel = Esto solicita cancelar un pedido real.
api-asks-refill = Esto solicita la reposición de un pedido real.

## Sign-in, sign-up, the terms

auth-sign-in-title = Iniciar sesión
auth-sign-in = Iniciar sesión
auth-session-over = Tu sesión terminó. Inicia sesión y tu pedido estará otra vez como lo llenaste. No se hizo ningún pedido.
auth-email = Correo electrónico
auth-password = Contraseña
auth-new-here = ¿Es tu primera vez? <a href="/sign-up">Crea una cuenta</a>
auth-wrong-pair = El correo electrónico o la contraseña no son correctos.
auth-suspended-because = Esta cuenta está suspendida: { $reason }
auth-suspended = Esta cuenta está suspendida. Escribe al operador.
auth-elsewhere = El personal no puede iniciar sesión desde esta red. Pregunta a un propietario del panel.
auth-made-over = Esta contraseña se creó para ti y su plazo terminó. Elige una nueva en «¿Olvidaste tu contraseña?» o pregunta al operador.
auth-made-text = Tu contraseña se creó para ti. Elige una propia antes de continuar.
auth-too-many-tries =
    { $minutes ->
        [one] Demasiados intentos. Espera un minuto e inténtalo de nuevo.
       *[other] Demasiados intentos. Espera { $minutes } minutos e inténtalo de nuevo.
    }
auth-second-title = Segundo factor
auth-second-code = Código
auth-second-hint = Los seis dígitos que tu aplicación muestra ahora, o uno de tus códigos de recuperación.
auth-second-remember = No preguntar en este navegador durante 30 días
auth-second-remember-hint = Solo en un dispositivo que nadie más usa.
auth-second-lost = Si no tienes ninguno de los dos, escribe al operador.
auth-second-again = Iniciar sesión otra vez
auth-second-missing = Escribe un código.
auth-second-wrong = Este código es incorrecto o ya se usó. La aplicación muestra otro cada 30 segundos.
auth-second-codes-left =
    { $count ->
        [one] Usaste un código de recuperación. Queda { $count }.
       *[other] Usaste un código de recuperación. Quedan { $count }.
    }
auth-second-over-title = Este inicio de sesión terminó
auth-second-over = El código debe llegar en diez minutos y en cinco intentos como máximo. Empieza otra vez con tu contraseña.
auth-sign-up-title = Crear una cuenta
auth-sign-up-brought = Recomendado mediante la oferta <strong>{ $offer }</strong>.
auth-sign-up-invited =
    { $role ->
        [owner] Tienes una invitación para gestionar este panel, con el rol de <strong>propietario</strong>.
        [admin] Tienes una invitación para gestionar este panel, con el rol de <strong>administrador</strong>.
       *[support] Tienes una invitación para gestionar este panel, con el rol de <strong>soporte</strong>.
    }
auth-password-hint = Al menos 10 caracteres: varias palabras están bien; tu propia dirección y las contraseñas comunes, no. Puedes pegarla desde un gestor de contraseñas.
auth-accept-terms-label = Acepto las <a href="/terms">condiciones de uso aceptable</a>
auth-create-account = Crear cuenta
auth-have-account = ¿Ya tienes una cuenta? <a href="/sign-in">Inicia sesión</a>
auth-terms-missing = Para tener una cuenta, acepta las condiciones.
auth-email-taken = Esta dirección ya tiene una cuenta. Inicia sesión.
auth-too-many-here = Hoy se han registrado muchas personas desde tu red. Inténtalo mañana o pide una invitación al operador.
auth-closed-title = No hay cuentas nuevas por ahora
auth-closed = Este panel no crea cuentas nuevas en este momento. Si ya tienes una, inicia sesión.
auth-by-invitation-title = Cuentas por invitación
auth-by-invitation = Para tener una cuenta aquí, pide una invitación al operador y abre su enlace.
auth-invite-over-title = Esta invitación ya no es válida
auth-invite-over = Su enlace ya se usó, se retiró o tiene más de siete días. Pide otra a quien te la envió.
auth-operator = El operador: <strong>{ $contact }</strong>
auth-terms-title = Aceptar las condiciones
auth-terms-heading = Antes de continuar
auth-terms-read = He leído estas condiciones y las acepto
auth-terms-accept = Aceptar y continuar
auth-sign-out-instead = Mejor cerrar sesión
auth-terms-changed = Las condiciones cambiaron mientras tanto. Léelas de nuevo, por favor.
auth-terms-tick = Marca la casilla para aceptar las condiciones.
auth-proof-title = Tu contraseña otra vez
auth-proof-heading = Escribe tu contraseña otra vez
auth-proof-why = Hace un rato que no la escribes, y esto es importante. Aún no se ha hecho nada; lo que llenaste se conserva.
auth-proof-none = ¿No tienes contraseña aquí o la olvidaste? Elige una por correo y entra con ella.
auth-proof-password = Tu contraseña
auth-proof-wrong = Esta no es tu contraseña.
auth-proof-code-heading = Escribe un código otra vez
auth-proof-code-why = Hace un rato que no escribes uno, o no escribiste ninguno, y esto es importante. Aún no se ha hecho nada; lo que llenaste se conserva.
auth-go-on = Continuar
auth-carried-title = Sesión iniciada
auth-carried-heading = Iniciaste sesión
auth-carried-text = Lo que llenaste se conserva. Aún no se hizo ningún pedido.
auth-carried-show = Mostrar mi pedido de nuevo

## Forgotten passwords, and links that were mailed

auth-forgot-link = ¿Olvidaste tu contraseña?
auth-forgot-title = Elige una contraseña nueva
auth-forgot-text = Te enviamos un enlace para elegir una nueva.
auth-forgot-send = Enviar el enlace
auth-remember = ¿La recuerdas? <a href="/sign-in">Inicia sesión</a>
auth-issuer-continue = Continuar con { $issuer }
auth-issuer-again = Tardó demasiado o se empezó en otro navegador. Empieza de nuevo.
auth-issuer-refused = { $issuer } no te identificó. Inténtalo de nuevo o usa tu contraseña.
auth-issuer-away = No se puede contactar con { $issuer } en este momento. Usa tu contraseña o inténtalo más tarde.
auth-issuer-staff = Esta cuenta entra con su contraseña.
auth-issuer-no-address = { $issuer } no confirma tu correo electrónico. Usa tu contraseña o crea una cuenta con una.
auth-issuer-password-once = { $email } tiene una cuenta aquí. Entra una vez con su contraseña; después podrás usar { $issuer }.
auth-issuer-linked = Conectado. Desde ahora puedes entrar así.
auth-issuer-other-address = No se conectó: allí la dirección es { $email } y tu cuenta tiene otra.
auth-issuer-taken = No se conectó: esa cuenta de allí, o la tuya de aquí, ya está conectada.
auth-issuer-connect-title = ¿Conectar { $issuer }?
auth-issuer-connect-text = { $issuer } te conoce como { $email }. Si lo conectas, quien haya entrado allí podrá entrar aquí.
auth-issuer-connect = Conectar
auth-issuer-connect-not = No, volver
auth-mailed-title = Mira tu correo
auth-mailed-reset = Si { $email } tiene una cuenta, un mensaje con un enlace va en camino. El enlace funciona durante 30 minutos, una sola vez.
auth-mailed-sign-up = Un mensaje va en camino a { $email }. Con su enlace sigues desde aquí; funciona durante 24 horas, una sola vez.
auth-mailed-hint = ¿No llegó nada? Mira en la carpeta de spam y revisa la dirección. Un enlace más nuevo sustituye al anterior.
auth-sign-up-by-mail = Te enviamos un enlace. Allí eliges una contraseña y tu cuenta queda creada.
auth-reset-title = Elige una contraseña nueva
auth-reset-tokens = Revocar también mis tokens de API
auth-reset-tokens-hint = Los programas que piden en tu nombre necesitarán otros. Hazlo si alguien más ha entrado en tu cuenta.
auth-reset-save = Guardar la contraseña nueva
auth-reset-done = Tu contraseña se cambió y se cerraron todas las sesiones. Inicia sesión con la nueva.
auth-reset-done-tokens =
    { $count ->
        [one] Tu contraseña se cambió, se cerraron todas las sesiones y se revocó { $count } token. Inicia sesión con la contraseña nueva.
       *[other] Tu contraseña se cambió, se cerraron todas las sesiones y se revocaron { $count } tokens. Inicia sesión con la contraseña nueva.
    }
auth-link-over-title = Este enlace ya no funciona
auth-link-over = Ya se usó, se envió otro más nuevo o se acabó su tiempo. Pide uno nuevo.
auth-confirm-title = Confirma tu dirección
auth-confirm-text = Confirmas que { $email } es tuya.
auth-confirm-button = Confirmar la dirección
auth-confirm-done = Tu dirección está confirmada.
auth-address-title = Usar esta dirección
auth-address-text = Desde ahora, { $email } es la dirección de tu cuenta. Inicias sesión con ella.
auth-address-button = Usar esta dirección
auth-address-done = Tu cuenta tiene su nueva dirección. Desde ahora inicia sesión con ella.
auth-stop-title = Conservar la dirección anterior
auth-stop-text = { $email } sigue siendo la dirección de tu cuenta y se cierran todas las sesiones. Si la dirección ya se había cambiado, la contraseña también deja de funcionar y eliges una nueva por correo.
auth-stop-button = Detener el cambio
auth-stop-kept = Tu dirección sigue igual y se cerraron todas las sesiones. Si el cambio no fue tuyo, alguien conoce tu contraseña: elige una nueva.
auth-stop-put-back = Tu dirección anterior vuelve a valer, se cerraron todas las sesiones y la contraseña anterior ya no funciona. Escribe tu dirección y recibirás un enlace para elegir una nueva.
auth-stop-taken = Se cerraron todas las sesiones. Pero no se puede restablecer tu dirección anterior: ahora la tiene otra cuenta, o una dirección que se ve igual. Escribe a quien lleva este panel y di cómo puedes demostrar que la cuenta es tuya.

## New passwords and e-mail addresses that are refused

account-error-password-short =
    { $count ->
        [one] Usa al menos { $count } carácter.
       *[other] Usa al menos { $count } caracteres.
    }
account-error-password-long =
    { $count ->
        [one] Usa como máximo { $count } byte.
       *[other] Usa como máximo { $count } bytes.
    }
account-error-password-common = Esta es una de las contraseñas más comunes, que son las primeras que se prueban. Es mejor usar varias palabras sin relación entre sí.
account-error-password-around = Esta es una contraseña común rodeada de cifras o signos, que es lo siguiente que se prueba. Es mejor usar varias palabras sin relación entre sí.
account-error-password-digits = Son solo cifras y signos: usa al menos { $count }, o agrega palabras. Es mejor usar varias palabras sin relación entre sí.
account-error-password-few = Tiene menos de cuatro caracteres distintos. Es mejor usar varias palabras sin relación entre sí.
account-error-password-row = Es una serie de caracteres seguidos, como abcdef o 987654. Es mejor usar varias palabras sin relación entre sí.
account-error-password-repeats = Repite los mismos pocos caracteres. Es mejor usar varias palabras sin relación entre sí.
account-error-password-known = Es poco más que tu propia dirección o el nombre de este panel. Es mejor usar varias palabras sin relación entre sí.
account-error-password-breached = Esta contraseña apareció en una filtración de otro sitio, así que se prueba entre las primeras. Usa una que no tengas en ningún otro lugar.
account-error-password-same = Esta es la contraseña que ya tienes. Elige otra.
account-error-email = Escribe un correo electrónico, por ejemplo name@example.com.

## Why there is no page

failure-unreadable-title = No se pudo leer esta solicitud
failure-unreadable = Vuelve atrás, recarga la página e inténtalo de nuevo.
failure-cross-site-title = Esta solicitud vino de otro sitio
failure-cross-site = Por tu seguridad, no se hizo nada. Abre la página aquí e inténtalo de nuevo.
failure-forbidden-title = No puedes hacer esto
failure-forbidden = Tu rol no lo permite. Un propietario puede cambiarlo.
failure-not-found-window = No encontrado
failure-not-found-title = Aquí no hay nada
failure-not-found = Esta página no existe o no tienes permiso para verla. Revisa la dirección o el número.
failure-method-title = Esta página no se puede usar así
failure-method = Vuelve atrás e inténtalo de nuevo.
failure-too-large-title = Es demasiado de una sola vez
failure-too-large = Envía menos, o divídelo.
failure-too-many-title = Demasiadas solicitudes
failure-too-many = Espera un poco e inténtalo de nuevo.
failure-busy-title = Hay demasiada actividad
failure-busy = No se hizo nada. Inténtalo de nuevo en unos segundos.
failure-away-title = No se puede acceder a la base de datos
failure-away = Inténtalo de nuevo en unos segundos. Si estabas guardando algo, comprueba primero si ya está guardado.
failure-unknown-title = No se sabe el resultado
failure-unknown = Se perdió por un momento la conexión con la base de datos. Puede que lo que hiciste se haya realizado: compruébalo antes de repetirlo.
failure-internal-title = Algo salió mal aquí
failure-internal = Quedó registrado. Inténtalo de nuevo.
failure-number = Si vuelve a pasar, dinos este número: <code>{ $number }</code>
failure-copy-number = Copiar el número de la solicitud
failure-to-start = Ir al inicio
failure-sign-in = Iniciar sesión

## The account page

account-title = Cuenta
account-tokens-title = Tokens
account-tokens-none = Tus propios programas hacen pedidos con claves API y JWT.
account-tokens-live =
    { $count ->
        [one] Hay un token vigente.
       *[other] Hay { $count } tokens vigentes.
    }
account-profile-title = Perfil
account-name = Nombre
account-name-hint = Cómo puede llamarte el operador.
account-name-too-long =
    { $count ->
        [one] Como máximo { $count } carácter.
       *[other] Como máximo { $count } caracteres.
    }
account-name-control = Una sola línea, sin caracteres especiales de control.
account-zone = Zona horaria
account-zone-hint = Las horas y fechas se muestran según esta zona.
account-zone-unknown = Elige una de la lista.
account-profile-save = Guardar perfil
account-profile-saved = Tu perfil se guardó.
account-theme-hint = El tema es para este navegador. “Auto” sigue a tu dispositivo.
account-language-hint = El idioma es para tu cuenta y este navegador.
account-password-title = Contraseña
account-sign-in-as = Inicias sesión como <b>{ $email }</b>.
account-password-current = Contraseña actual
account-password-new = Contraseña nueva
account-password-hint = Al menos 10 caracteres: varias palabras están bien; tu propia dirección y las contraseñas comunes, no. Las demás sesiones se cierran.
account-password-change = Cambiar contraseña
account-password-changed = Tu contraseña se cambió. Las demás sesiones se cerraron.
account-password-wrong = Esta no es tu contraseña.
account-address-title = Correo electrónico
account-address-is-confirmed = Esta dirección está confirmada.
account-address-unconfirmed = Esta dirección aún no está confirmada. Le enviamos un enlace; ábrelo para mostrar que lees ese correo.
account-address-send = Enviar el enlace
account-address-sent = Un enlace va en camino a { $email }. Funciona durante 24 horas.
account-address-confirmed = Tu dirección ya está confirmada.
account-address-new = Nueva dirección
account-address-hint = Vale cuando hayas abierto el enlace que enviamos allí. La dirección actual recibe un aviso y puede detener el cambio durante tres días.
account-address-change = Cambiar la dirección
account-address-asked = Abre el enlace que va en camino a { $email }. Hasta entonces tu dirección sigue igual.
account-address-same = Esta ya es tu dirección.
account-address-too-many = Se enviaron muchos mensajes a esta dirección en una hora. Inténtalo más tarde.
account-issuers-title = Otras formas de entrar
account-issuers-text = Además de tu contraseña. El segundo factor se sigue pidiendo.
account-issuer-connect = Conectar
account-issuer-remove = Desconectar
account-issuer-removed = Desconectado. Entras con tu contraseña.
account-sessions-title = Sesiones
account-sessions-end-others = Cerrar todas las demás
account-sessions-others-ended = Todas las demás sesiones se cerraron.
account-session-this = Esta
account-session-end = Cerrar sesión
account-session-ended = Esa sesión se cerró.
account-visits-title = Visitas de soporte a tu cuenta
account-visits-text = Para ayudarte, el personal del operador puede ver tus páginas como las ves tú. No puede cambiar nada en ellas.
account-visit-time = { $day }, de { $from } a { $until }

## The second factor: a code of an app, beside the password

second-title = Segundo factor
second-on = Tu cuenta tiene un segundo factor.
second-none = Tu cuenta no tiene un segundo factor.
second-what = Con él, quien sepa tu contraseña necesita además algo que tienes tú: una aplicación que crea códigos o una clave de acceso.
second-change = Cambiarlo
second-set-up = Configurarlo
second-app-title = Aplicación que crea códigos
second-app-what = Una aplicación en tu teléfono muestra un código nuevo cada 30 segundos.
second-since = Configurado el { $day }.
second-another = Usar otra aplicación
second-codes-title = Códigos de recuperación
second-codes-left =
    { $count ->
        [one] Queda { $count }.
       *[other] Quedan { $count }.
    }
second-codes-text = Cada uno te deja entrar una vez sin tu aplicación. Guárdalos lejos del dispositivo con la aplicación.
second-codes-new = Crear códigos nuevos
second-codes-once = Estos códigos se muestran solo esta vez. Los anteriores ya no funcionan.
second-codes-copy = Copiar todos
second-codes-saved = Los he guardado
second-browsers-title = Navegadores recordados
second-browsers =
    { $count ->
        [one] A { $count } navegador no se le pide un código.
       *[other] A { $count } navegadores no se les pide un código.
    }
second-browsers-forget = Preguntar otra vez en todos
second-forgotten = En todos los navegadores se pide un código otra vez.
second-off-title = Desactivarlo
second-off-text = Después entrarás solo con tu contraseña. Las demás sesiones se cierran.
second-turned-off = El segundo factor está desactivado. Las demás sesiones se cerraron.
second-is-off = No hay un segundo factor.
second-staff-need = El personal de este panel necesita un segundo factor.
second-scan = Escanéalo con una aplicación que cree códigos, por ejemplo un gestor de contraseñas.
second-qr = La clave como código QR
second-type = O escribe esta clave en la aplicación:
second-copy-secret = Copiar la clave
second-code = Código de la aplicación
second-code-hint = Los seis dígitos que la aplicación muestra ahora.
second-turn-on = Activarlo
second-code-wrong = La aplicación muestra otro código. ¿Está bien la hora de tu dispositivo?
second-offer-over = Esta clave tiene más de una hora. Empieza otra vez.
second-is-on = El segundo factor está activado. Las demás sesiones se cerraron.
## Los datos propios

privacy-title = Tus datos
privacy-link = Lo que se guarda de ti, todo ello en un archivo, y el cierre de la cuenta.
privacy-open = Verlo
privacy-kept-text = El panel guarda algunas cosas por un tiempo, y otras mientras exista la cuenta.
privacy-kept = Ver qué se guarda y cuánto tiempo
export-title = Tus datos en un archivo
export-text = Un archivo ZIP con tu perfil, tus formas de entrar, sesiones, tokens, avisos, tickets, pedidos, movimientos, depósitos y ganancias de afiliado, como JSON y CSV. Se crea en segundo plano. Un mensaje te avisa cuando está listo. Está disponible un día, solo para ti.
export-ask = Crear el archivo
export-asked = El archivo se está creando. Un mensaje te avisará cuando esté listo.
export-under = Tu archivo se está creando.
export-too-many = Ya lo has pedido bastantes veces hoy. Vuelve a pedirlo mañana.
export-ready = Tu archivo está listo ({ $size }).
export-until = Está disponible hasta
export-save = Guardar el archivo
export-failed = No se pudo crear el archivo. Pídelo otra vez.
closing-title = Cerrar la cuenta
closing-text = Se borran tu dirección, tu nombre, tu segundo factor, tus avisos, tickets, imágenes y tokens, y termina cada sesión. Los pedidos y los movimientos de dinero quedan en los libros, solo con un número. Esto no se puede deshacer.
closing-open = Antes tiene que terminar esto:
closing-orders = { $count ->
        [one] Un pedido abierto
       *[other] { $count } pedidos abiertos
    }
closing-deposits = { $count ->
        [one] Un depósito sin decidir
       *[other] { $count } depósitos sin decidir
    }
closing-owed = Una deuda de { $amount }
closing-payout = Un pago que no ha terminado
closing-gives-up-balance = Renuncias a tu saldo: { $amount }. Nadie lo devuelve.
closing-gives-up-earnings = Renuncias a lo que has ganado como afiliado: { $amount }.
closing-confirm = Tu dirección de correo
closing-confirm-hint = Escribe { $email } para confirmar.
closing-confirm-wrong = Esta no es la dirección de tu cuenta.
closing-submit = Cerrar mi cuenta para siempre
closing-is-open = Todavía hay algo abierto. La cuenta no se ha cerrado.
closing-more = Hay más a lo que renunciar de lo que decía esta página. Míralo otra vez.
closing-last-owner = Eres el último propietario del panel. Nombra antes a otro propietario.
closing-done = Tu cuenta está cerrada.
kept-title = Qué se guarda y cuánto tiempo
kept-description = Qué guarda { $panel } de sus clientes y cuánto tiempo.
kept-text = Los plazos son los que este panel aplica ahora.
kept-what = Qué
kept-span = Cuánto tiempo
kept-days = { $count ->
        [one] Un día como máximo
       *[other] { $count } días como máximo
    }
kept-until-closed = Hasta que se cierre la cuenta
kept-ever = Para siempre; tras cerrar la cuenta, solo con un número
kept-account = Tu dirección, tu nombre, tu zona horaria y tu idioma. De tu contraseña se guarda un hash, del que nadie puede leerla.
kept-sessions = Desde qué dirección de red y con qué navegador has iniciado sesión, y cuándo estuviste aquí por última vez.
kept-ways = Que tienes un segundo factor, con su secreto sellado y sus códigos de recuperación como hashes, y los nombres y las claves públicas de tus claves de acceso; las cuentas de otros sitios con las que inicias sesión; el chat de Telegram vinculado; y de qué quieres que se te avise.
kept-remembered = Los navegadores a los que no se pide un código del segundo factor, como hashes.
kept-places = Con qué tipo de navegador y desde qué red se usó la cuenta, para avisarte de uno nuevo.
kept-notices = De qué se te avisó, en el panel y en Telegram.
kept-calls = Para qué se usaron tus tokens de API, y desde dónde.
kept-mails = A quién se envió un mensaje, y cuándo. Lo que dice se borra en cuanto se envía.
kept-links = Los enlaces de los mensajes, como hashes.
kept-guesses = Cuántas veces se escribió una contraseña equivocada para una dirección, de la que se guarda un hash.
kept-tickets = Lo que se escribe en los tickets, y las imágenes.
kept-books = Los pedidos con sus enlaces, los depósitos, también la dirección a la que había que enviar criptomonedas, los códigos promocionales que usaste y los movimientos de dinero.
kept-orders = Un pedido que espera mientras añades fondos para él.
kept-answers = Lo que se envió a los proveedores por un pedido, y lo que respondieron. No nombra a ningún cliente.
kept-hooks = Lo que los servicios de pago envían sobre los pagos.
kept-clicks = Las visitas por el enlace de un afiliado: cuándo, por qué enlace, y un hash de la dirección de red.
kept-audit = Quién hizo qué, y cuándo.
kept-audit-people = Desde qué dirección de red y con qué navegador se hizo.
kept-files = Los archivos con tus propios datos que has pedido.
kept-closed = Cuando se cierra una cuenta, lo que nombra a su titular se borra o se reemplaza enseguida. Las copias de seguridad del operador pueden contenerlo algún tiempo más.
kept-cookies = Cookies: una te mantiene dentro, otra recuerda que has iniciado sesión con este navegador, otra, si lo quieres, que a este navegador no se le pide un código, otra acompaña un inicio de sesión durante unos minutos, y algunas recuerdan el idioma y el aspecto de las páginas. Ninguna es de otro sitio.
kept-yours = Todos tus datos en un archivo, y cerrar la cuenta

## Passkeys, beside the codes of an app

passkey-title = Claves de acceso
passkey-what = Tu teléfono, tu computadora o una llave de seguridad guarda por ti una clave de acceso. Solo sirve para este panel, así que ningún otro sitio puede pedírtela.
passkey-add = Añadir una clave de acceso
passkey-how = Ponle un nombre. Después tu navegador pregunta dónde guardarla.
passkey-name = Nombre
passkey-name-hint = Para que la reconozcas, por ejemplo el del dispositivo.
passkey-unnamed = Clave de acceso
passkey-used = Último uso: { $day }.
passkey-remove = Quitar
passkey-added = La clave de acceso se añadió. Las demás sesiones se cerraron.
passkey-removed = La clave de acceso se quitó. Las demás sesiones se cerraron.
passkey-taken = Esta clave de acceso ya está en uso.
passkey-too-many = Una cuenta puede tener 20 claves de acceso. Quita una primero.
passkey-gone = Esta clave de acceso ya no existe.
passkey-no-host = Los navegadores no guardan claves de acceso para la dirección de este panel. Necesitan un nombre y https.
passkey-refused = El panel no pudo comprobar esta clave de acceso, o tardaste más de cinco minutos. No se añadió nada. Inténtalo otra vez.
passkey-use = Usar una clave de acceso
passkey-wrong = El panel no pudo comprobar esta clave de acceso, o tardaste más de cinco minutos. Inténtalo otra vez o escribe un código.
passkey-cannot = Este navegador no puede usar tus claves de acceso. Escribe un código en su lugar.
passkey-cannot-add = Este navegador no puede crear claves de acceso. Usa una aplicación que cree códigos.
passkey-failed = El navegador no dio ninguna clave de acceso. Inténtalo otra vez o escribe un código.
passkey-not-made = El navegador no creó ninguna clave de acceso. Inténtalo otra vez. Un dispositivo guarda una sola de tu cuenta.

## Browsers, in the list of sessions

device-browser-on-system = { $browser } en { $system }
device-unknown = Un navegador desconocido

## Tokens: the keys by which programs act for an account

token-list-title = Tokens
token-back-to-account = Cuenta
token-back-to-list = Tokens
token-new = Nuevo token
token-none-title = Aún no hay tokens
token-none-text = Un programa hace pedidos en tu nombre con un token. Dale a cada programa el suyo, solo con los permisos que necesita: así puedes anular uno sin tocar los demás.
token-list-foot = Los tokens que ya no son válidos se muestran durante 30 días. Un token nunca puede crear, ver ni anular tokens.
token-name = Nombre
token-status = Estado
token-may-do = Puede hacer
token-from = Desde
token-last-used = Último uso
token-expires = Vence
token-created = Creado
token-actions = Acciones
token-kind = Tipo
token-kind-key = Clave API
token-kind-jwt = JWT
token-access-everything = Todo
token-access-read = Solo lectura
token-access-scopes =
    { $count ->
        [one] { $count } permiso
       *[other] { $count } permisos
    }
token-networks = Direcciones permitidas
token-networks-any = Cualquier lugar
token-networks-many =
    { $count ->
        [one] { $count } red
       *[other] { $count } redes
    }
token-expires-not = Nunca
token-used-not = Nunca
token-status-active = Activo
token-status-expires-soon = Vence pronto
token-status-ending = Renovado, por terminar
token-status-expired = Vencido
token-status-rotated = Renovado
token-status-revoked = Anulado
token-revoke = Anular
token-revoke-question = Los programas que lo usan dejan de funcionar de inmediato. Esto no se puede deshacer.
token-revoke-question-named = Los programas que usan “{ $name }” dejan de funcionar de inmediato. Esto no se puede deshacer.
token-revoke-yes = Anular el token
token-revoked = El token se anuló.
token-rotate = Renovar
token-rotate-text = Se crea un secreto nuevo con la misma configuración y la misma duración. Ponlo en tu programa y luego deja que termine el anterior.
token-rotate-ends = El anterior termina
token-rotate-now = Ahora
token-rotate-in-hour = En una hora
token-rotate-in-day = En 24 horas
token-rotate-in-week = En 7 días
token-rotate-yes = Crear un secreto nuevo
token-rotate-no-end = Elige cuándo termina el anterior.
token-rotate-ended = Este token ya no es válido o ya se renovó antes.
token-rotate-too-many = Tienes demasiados tokens. Anula uno primero.
token-rotated-to = Se creó otro en su lugar: <a href="/account/tokens/{ $token }">el token nuevo</a>.
token-elsewhere = No funciona desde donde estás: { $address } no está entre sus direcciones.

## The request log of a token

token-log-title = Registro de solicitudes
token-log-text = Las últimas { $count } llamadas, y por qué se rechazó alguna. Las nuevas aparecen en uno o dos segundos. No se guardan ni los parámetros ni las respuestas.
token-log-which = Llamadas
token-log-all = Todas las llamadas
token-log-errors = Solo errores
token-log-no-errors-title = Sin errores
token-log-no-errors-text = No se rechazó ninguna de las últimas { $count } llamadas.
token-log-show-all = Mostrar todas las llamadas
token-log-none-title = Aún sin usar
token-log-none-text = Aquí aparece cada llamada de tu programa: qué pidió, su resultado, cuánto tardó y de dónde vino.
token-log-time = Hora (UTC)
token-log-action = Acción
token-log-result = Resultado
token-log-took = Duración
token-log-ok = OK
token-log-refused = Rechazada
token-log-took-least = < 1 ms
token-log-took-ms = { $number } ms
token-log-took-seconds = { $number } s

## The form for a new token

token-create = Crear token
token-name-hint = Dónde se va a usar, por ejemplo “servidor de la tienda”.
token-name-bad = Dale al token un nombre de 1 a 64 caracteres.
token-kind-choose-key = Clave API, para /api/v2
token-kind-choose-jwt = JWT, para la API de pedidos con tokens bearer
token-kind-none = Elige uno de los dos.
token-permissions = Permisos
token-permissions-ticked = Solo lo marcado abajo
token-permissions-none = Marca lo que puede hacer, o elige todo.
token-permissions-unknown = Elige entre las opciones disponibles.
token-scopes = Lista de permisos
token-scope-orders-read = Ver pedidos
token-scope-orders-write = Hacer y cambiar pedidos
token-scope-services-read = Ver servicios y tarifas
token-scope-balance-read = Ver el saldo
token-scope-affiliate-read = Ver los datos de afiliado
token-expires-in-days =
    { $count ->
        [one] En { $count } día
       *[other] En { $count } días
    }
token-expires-in-other-days = En otro número de días
token-expires-never = Nunca (solo claves API)
token-expires-never-jwt = Un JWT siempre vence: elige cuándo.
token-expires-unknown = Elige una opción de la lista.
token-expires-too-late =
    { $count ->
        [one] Con un máximo de { $count } día de anticipación.
       *[other] Con un máximo de { $count } días de anticipación.
    }
token-days = Días
token-days-bad = Un número entero de días, de 1 a { $count }.
token-networks-hint = Direcciones o redes, por ejemplo 192.0.2.7, 198.51.100.0/24. Vacío: desde cualquier lugar.
token-networks-unreadable = “{ $typed }” no es ni una dirección ni una red como 192.0.2.0/24.
token-networks-too-many =
    { $count ->
        [one] Como máximo { $count } red.
       *[other] Como máximo { $count } redes.
    }
token-networks-add-mine = Agregar la mía, { $address }
token-warned-title = No funcionará desde donde estás
token-warned-text = Tu propia dirección, { $address }, no está entre las permitidas. Si el token es para otra máquina, créalo de todos modos.
token-create-anyway = Crear de todos modos
token-cancel = Cancelar
token-too-many = No puedes tener más tokens. Anula uno primero.

## The page that shows a new token's secret

token-created-title = Token creado
token-created-key = Clave API “{ $name }” creada
token-created-jwt = JWT “{ $name }” creado
token-secret-once = Solo se muestra esta vez. Cópialo ahora y guárdalo como una contraseña.
token-secret-copy = Copiar
token-secret-try = Para probarlo:
token-secret-saved = Ya lo guardé
token-old-stopped = El token anterior dejó de funcionar.
token-old-works = El token anterior funciona hasta { $moment }.

## The statement: every movement of a customer's balance

statement-title = Extracto
statement-csv = CSV
statement-from = Desde
statement-to = Hasta
statement-show = Mostrar
statement-kind = Tipo
statement-kind-all = Todos
statement-kind-charges = Cargos
statement-kind-refunds = Reembolsos
statement-kind-credits = Abonos
statement-showing = Filtros:
statement-clear = Borrar todo
statement-only-order = Pedido { $order }
statement-only-from = Desde { $day }
statement-only-until = Hasta { $day }
statement-only-range = { $from } a { $to }
statement-day-unreadable = La fecha se escribe así: 2026-11-30.
statement-days-turned = La primera fecha es posterior a la última.
statement-totals = Totales
statement-balance-now = Saldo actual
statement-opening = Saldo inicial
statement-total-in = Entradas
statement-total-out = Salidas
statement-net = Neto
statement-closing = Saldo final
statement-untold = Hay más de { $count } movimientos. Elige un período más corto para ver las entradas y salidas.
statement-none-found-title = Ningún movimiento coincide
statement-none-found-text = Nada de este tipo ha movido el saldo en este período.
statement-clear-filters = Borrar filtros
statement-none-title = Aún no hay movimientos
statement-none-text = Aquí aparecen los abonos, cargos y reembolsos con el saldo después de cada uno. El operador abona saldo a tu cuenta.
statement-see-services = Ver los servicios
statement-time = Hora, { $zone }
statement-what = Concepto
statement-in = Entra, { $currency }
statement-out = Sale, { $currency }
statement-after = Saldo posterior, { $currency }
statement-charge = Cargo
statement-charge-for = Cargo por el <a href="{ $orders }/{ $order }">pedido { $order }</a>
statement-refund = Reembolso
statement-refund-for = Reembolso del <a href="{ $orders }/{ $order }">pedido { $order }</a>
statement-credit = Abono
statement-payout = Pago de afiliado
statement-takeback = Pago retirado
statement-restore = Pago devuelto de nuevo
statement-repay = Deuda pagada
statement-bonus = Bonificación
statement-unbonus = Bonificación retirada
statement-rebonus = Bonificación devuelta
statement-given-up = Cedido al cerrar la cuenta
statement-funds-added = Fondos agregados
statement-correction = Corrección

## What Ctrl K finds. The …-words are what else a page is found by: words that somebody may type, in small letters, apart by spaces.

palette-orders = Pedidos
palette-pages = Páginas
palette-services = Servicios
palette-order = Pedido { $order }
palette-service-id = ID { $service }
palette-nothing = No hay coincidencias. Prueba con menos palabras.
palette-new-order-words = nuevo pedido hacer comprar
palette-mass-order = Pedido masivo
palette-mass-order-words = muchos varias líneas lineas lote bloque
palette-orders-words = lista historial
palette-drip-feeds = Drip-feeds
palette-drip-feeds-words = goteo pedidos ejecuciones
palette-subscriptions = Suscripciones
palette-subscriptions-words = pedidos publicaciones
palette-refills = Reposiciones
palette-refills-words = pedidos reponer refill
palette-services-words = lista precios tarifas favoritos
palette-updates-words = servicios precios nuevos cambios actualizaciones
palette-statement-words = saldo dinero movimientos estado cuenta transferencias
palette-deposits-words = depósito deposito depositar pagar pago recibo recargar añadir
palette-affiliate-words = enlaces comisión comision pagos referidos
palette-api-words = ejemplos documentación documentacion desarrolladores
palette-tokens = Claves API y tokens
palette-tokens-words = clave llave jwt
palette-account-words = perfil contraseña sesiones zona horaria tema idioma
palette-terms-words = condiciones términos terminos reglas

## The pages of an affiliate
## An affiliate shares a link to the panel. Whoever signs up by that link is a referred customer;
## each order of such a customer is a referral, and earns commission for the affiliate. The operator
## is who runs the panel.

affiliate-title = Afiliados
affiliate-overview = Resumen
affiliate-links-title = Enlaces
affiliate-referrals-title = Referidos
affiliate-payouts-title = Pagos

affiliate-make-link = Crear un enlace
affiliate-commission = Comisión
affiliate-pending = Pendiente
affiliate-pending-note = El pedido sigue en curso o no ha terminado su retención
affiliate-approved = Aprobado
affiliate-approved-negative = Los reembolsos descontaron más de lo aprobado
affiliate-ask-payout = Solicitar un pago
affiliate-paying = En proceso de pago
affiliate-paying-note = Lo paga el operador
affiliate-paid = Pagado
affiliate-paid-note = A tu saldo y fuera del panel

affiliate-last-days = { $count ->
    [one] El último día
   *[other] Los últimos { $count } días
 }
affiliate-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
 }
affiliate-period = Período
affiliate-clicks = Clics
affiliate-sign-ups = Registros
affiliate-orders = Pedidos
affiliate-sales = Ventas
affiliate-earned = Ganado
affiliate-sales-in = Ventas, { $currency }
affiliate-earned-in = Ganado, { $currency }
affiliate-commission-in = Comisión, { $currency }
affiliate-amount-in = Importe, { $currency }

affiliate-as-table = Como tabla
affiliate-by-day = Por día
affiliate-day-utc = Día (UTC)
affiliate-chart-most = Máximo en un día: { $amount }
affiliate-chart-none = Nada
affiliate-chart-clicks = Clics por día. El máximo es { $amount }, el { $day }.
affiliate-chart-no-clicks = Clics por día: ninguno.
affiliate-chart-earned = Ganado por día. El máximo es { $amount }, el { $day }.
affiliate-chart-not-earned = Ganado por día: nada.
affiliate-chart-bar = { $day }: { $amount }

affiliate-next-title = Próximas aprobaciones
affiliate-next-none = Ninguna comisión tiene fecha todavía. La recibe cuando termina su pedido.
affiliate-referrals-count = { $count ->
    [one] { $count } referido
   *[other] { $count } referidos
 }
affiliate-all-pending = Todos los referidos pendientes
affiliate-your-links = { $count ->
    [0] Tu enlace
    [one] Tu enlace
   *[other] Tus enlaces
 }
affiliate-copy = Copiar
affiliate-no-link-counts = Ninguno de tus enlaces cuenta visitas por ahora.
affiliate-sub-ids-and-codes = Sub-ID y códigos QR
affiliate-other-offers = { $count ->
    [one] Otra oferta disponible
   *[other] Otras ofertas disponibles
 }
affiliate-what-it-is = Comparte un enlace a este panel con quienes lo necesiten. Cuando alguien se registra con tu enlace, ganas una comisión por sus pedidos, que se paga a tu saldo o fuera del panel.
affiliate-no-offer-title = No hay ofertas por ahora
affiliate-no-offer-text = El operador no tiene ahora ninguna oferta de afiliados abierta. Cuando haya alguna, aparecerá aquí.
affiliate-none-title = Aún no eres afiliado
affiliate-none-text = Los afiliados comparten un enlace y ganan una comisión por los pedidos de los clientes que se registran con él.
affiliate-see-offers = Ver las ofertas

## An offer to affiliates, and the form to join it

affiliate-choose-offer = Elige una oferta
affiliate-paid-for = Se paga
affiliate-offer-percent = { $percent } % de cada pedido
affiliate-offer-flat = { $amount } por cada pedido
affiliate-offer-always = Mientras el cliente haga pedidos
affiliate-offer-months = { $count ->
    [1] El primer mes después del registro
   *[other] Los primeros { $count } meses después del registro
 }
affiliate-sign-up-counts = Un registro cuenta
affiliate-offer-click = { $count ->
    [one] Hasta { $count } día después del clic
   *[other] Hasta { $count } días después del clic
 }
affiliate-hold = Retención
affiliate-offer-no-hold = Ninguna: se aprueba cuando termina el pedido
affiliate-offer-hold = { $count ->
    [one] { $count } día después de que termine el pedido
   *[other] { $count } días después de que termine el pedido
 }
affiliate-minimum-payout = Pago mínimo
affiliate-offer-payout = { $balance } a tu saldo, { $outside } fuera del panel
affiliate-approval = Aprobación
affiliate-offer-at-once = Inmediata
affiliate-offer-looks = El operador revisa cada solicitud
affiliate-terms = Condiciones de esta oferta
affiliate-code = Código de tu enlace
affiliate-code-hint = De 3 a 32 letras, cifras, - o _. Déjalo vacío para recibir uno al azar. Después no se puede cambiar.
affiliate-code-bad = Un código tiene de 3 a 32 letras, cifras, - o _.
affiliate-code-taken = Este código ya está en uso. Elige otro.
affiliate-note = Nota para el operador
affiliate-note-hint = Por ejemplo, dónde vas a compartir el enlace.
affiliate-note-too-long = Como máximo 2000 caracteres, por favor.
affiliate-join = Unirme
affiliate-joined = Ya eres afiliado. Este es tu enlace.
affiliate-applied = Tu solicitud se envió. El operador responde en esta página.
affiliate-applied-already = Ya enviaste una solicitud para esta oferta.
affiliate-offer-closed = Esta oferta no acepta solicitudes ahora.

## Where an account stands in an offer: a word, and what it means

affiliate-member-pending = En espera
affiliate-member-pending-text = Enviaste tu solicitud. El operador responde aquí. Cuando la apruebe, recibes tu enlace.
affiliate-member-paused = Pausada
affiliate-member-paused-text = La oferta está pausada: tu enlace no cuenta visitas nuevas. Los clientes que llegaron antes te siguen generando comisiones.
affiliate-member-approved = Aprobada
affiliate-member-denied = Rechazada
affiliate-member-denied-text = Tu solicitud fue rechazada.
affiliate-member-suspended = Suspendida
affiliate-member-suspended-text = Tu afiliación está suspendida: los pedidos nuevos no generan comisión y no se paga nada.
affiliate-operator-writes = El operador escribe: { $reason }

## Links

affiliate-copy-link = Copiar el enlace
affiliate-qr-label = Código QR de este enlace
affiliate-qr-too-long = El enlace es demasiado largo para un código QR. Acorta los sub-ID.
affiliate-sub-ids = Sub-ID
affiliate-sub-ids-text = Los sub-ID distinguen los lugares donde compartes tu enlace, por ejemplo newsletter o video-12. Cada referido muestra los sub-ID de su enlace.
affiliate-sub-id = Sub-ID { $number }
affiliate-make-the-link = Crear el enlace
affiliate-without-sub-ids = Sin sub-ID

## Referrals

affiliate-referrals-csv = CSV
affiliate-state = Estado
affiliate-offer = Oferta
affiliate-all-offers = Todas las ofertas
affiliate-from = Desde
affiliate-to = Hasta
affiliate-show = Mostrar
affiliate-showing = Filtros:
affiliate-clear-all = Borrar todo
affiliate-filter-from = Desde { $day }
affiliate-filter-to = Hasta { $day }
affiliate-filter-all = Todos
affiliate-filter-pending = Pendientes
affiliate-filter-approved = Aprobados
affiliate-filter-paid = Pagados
affiliate-filter-denied = Rechazados
affiliate-referrals-none-match-title = Ningún referido coincide
affiliate-referrals-none-match-text = Prueba con otro estado u otras fechas.
affiliate-clear-filters = Borrar filtros
affiliate-referrals-none-title = Aún no hay referidos
affiliate-referrals-none-text = Cada pedido de un cliente que se registró con tu enlace cuenta como un referido. Aparece aquí con su comisión.
affiliate-get-link = Obtener tu enlace
affiliate-referral-order = Pedido
affiliate-referral-placed = Realizado
affiliate-approved-on = Aprobado el
affiliate-offer-and-sub-ids = Oferta y sub-ID
affiliate-correction = Corrección
affiliate-referral-pending = Pendiente
affiliate-referral-approved = Aprobado
affiliate-referral-paying = En proceso de pago
affiliate-referral-paid = Pagado
affiliate-referral-denied = Rechazado
affiliate-why-refunded = El pedido se reembolsó.
affiliate-why-held = El operador lo revisa primero.
affiliate-why-not-ended = Cuando termine el pedido.
affiliate-why-due = El operador lo aprueba.

## Payouts

affiliate-payout-suspended = Tu afiliación está suspendida. No se paga nada.
affiliate-payout-negative = Se reembolsaron pedidos después de pagar su comisión. Tus próximas comisiones lo compensan primero; luego puedes volver a solicitar un pago.
affiliate-to-balance = A mi saldo
affiliate-to-balance-text = Todo lo aprobado pasa a tu saldo de inmediato y puedes usarlo para hacer pedidos. El mínimo es { $amount }.
affiliate-move-amount = Pasar { $amount } a mi saldo
affiliate-move = Pasar a mi saldo
affiliate-outside-title = Pago fuera del panel
affiliate-outside-text = El operador paga manualmente todo lo aprobado. El mínimo es { $amount }.
affiliate-details = A dónde debe ir el dinero
affiliate-details-hint = Por ejemplo, una cuenta bancaria con su titular, o la dirección de una billetera.
affiliate-open-requested = El operador aún no ha empezado a pagarlo. Puedes solicitar otro pago cuando este termine.
affiliate-open-processing = El operador lo está pagando. Puedes solicitar otro pago cuando este termine.
affiliate-cancel-payout = Cancelar este pago
affiliate-payouts-none-here-title = Aquí no hay pagos
affiliate-payouts-none-here-text = No hay pagos antes ni después de este.
affiliate-newest-payouts = Pagos más recientes
affiliate-payouts-none-title = Aún no hay pagos
affiliate-payouts-none-text = Aquí aparece cada pago, con lo que pasó con él.
affiliate-asked-for = Solicitado
affiliate-payout-to = Destino
affiliate-payout-referrals = Referidos
affiliate-payout-details = Detalles
affiliate-way-balance = A mi saldo
affiliate-way-outside = Fuera del panel
affiliate-payout-reference = Referencia: { $reference }
affiliate-payout-requested = Solicitado
affiliate-payout-processing = Procesando
affiliate-payout-completed = Completado
affiliate-payout-failed = Fallido
affiliate-payout-canceled = Cancelado
affiliate-payout-canceled-why = Cancelado por el afiliado.
affiliate-paid-to-balance = Ya tienes { $amount } en tu saldo.
affiliate-asked-outside = Solicitaste { $amount }. Lo paga el operador.
affiliate-payout-is-canceled = El pago se canceló. Sus comisiones vuelven a estar aprobadas.
affiliate-ask-pending = Esta afiliación está pendiente; no se paga nada por ahora.
affiliate-ask-denied = Esta afiliación fue rechazada; no se paga nada por ahora.
affiliate-ask-suspended = Esta afiliación está suspendida; no se paga nada por ahora.
affiliate-ask-too-little = Hay { $approved } aprobado. El pago mínimo es { $minimum }.
affiliate-ask-details = Indica a dónde debe ir el dinero, en 1 a 1000 caracteres.
affiliate-ask-one-is-open = Ya hay un pago abierto.
affiliate-ask-already = Este pago ya se solicitó.
affiliate-cancel-too-late = Este pago ya no se puede cancelar.

## What the script of the pages says
## The script puts what it knows in place of the arguments. It cannot choose words by a number, so
## each of these sentences has to be right with every number: "Ids copied: 1", "Ids copied: 5".

script-copied = Copiado
script-not-copied = No se pudo copiar: selecciona el texto y cópialo a mano
script-ids-copied = ID copiados: { $count }
script-ids-not-copied = No se pudo copiar
script-now = Ahora: { $state }
script-lost = No se pudo conectar con el panel; se sigue intentando
script-list-failed = No se pudo leer la lista. Sigue escribiendo para reintentar.
script-search-services = Buscar por nombre, número o categoría (servicios: { $count })
script-services = Servicios
script-close-list = Cerrar la lista
script-palette = Una página, el número de un pedido, un servicio
script-waiting = Esperando la respuesta
script-status = Estado { $status }, { $ms } ms
script-more = … y otros caracteres: { $count }
script-no-answer = No llegó respuesta: no se pudo conectar con el panel
script-key-first = Primero pega una clave en la parte superior de la página

## Deposits that staff booked or declined

deposit-by-staff = Registrado por el personal
deposit-not-confirmed = No se pudo confirmar.

## Add funds: how to pay, and what was told of

deposits-how = Cómo pagar
deposits-pay = 1. Paga: { $method }
deposits-tell = 2. Infórmanos
deposits-tell-why = El importe se abona a tu saldo cuando comprobamos el pago.
deposits-amount = Importe que pagaste, { $currency }
deposits-reference = Referencia de tu pago
deposits-reference-hint = Su número en tu banco o billetera: con él lo encontramos.
deposits-note = Nota
deposits-note-hint = Por ejemplo, el nombre del titular de la cuenta.
deposits-picture = Imagen del pago
deposits-picture-hint = Una captura de pantalla o una foto, de 2 MB como máximo. Solo guardamos lo que se ve en ella.
deposits-paid = Ya pagué
deposits-no-method-title = Aún no hay métodos de pago
deposits-no-method = El operador no ha configurado ninguna forma de pago aquí. Pregúntale cómo puedes agregar fondos.
deposits-none-title = Aquí no hay depósitos
deposits-none = No hay depósitos antes ni después de este.
deposits-newest = Depósitos más recientes
deposits-yours = Tus depósitos
deposits-deposit = Depósito
deposits-amount-in = Importe, { $currency }
deposits-any-amount = Cualquier importe
deposits-up-to = Hasta { $max }
deposits-from = Desde { $min }
deposits-between = De { $min } a { $max }
deposits-amount-wrong = Escribe un número, por ejemplo 25 o { $example }.
deposits-reference-wrong = Escribe el número o el nombre de tu pago.
deposits-thanks = Gracias. El importe se abonará a tu saldo cuando comprobemos el pago.
deposits-again = Ya nos informaste de este pago.
deposits-method-gone = Este método ya no está disponible. Elige otro.
deposits-at-least = Como mínimo { $min }.
deposits-at-most = Como máximo { $max }.
deposits-note-long = Como máximo 500 caracteres.
deposits-too-many-open = Ya tienes cinco pagos en espera. Infórmanos de más cuando se hayan revisado.
deposits-too-many = Nos informaste de 20 pagos en un día. Inténtalo de nuevo mañana.
deposits-too-many-pictures = Hoy enviaste muchas imágenes. Infórmanos sin imagen o inténtalo de nuevo mañana.
deposits-choose = Elige cómo pagaste.
deposit-receipt = Recibo { $id }
deposit-number = Depósito { $id }
deposit-state = Estado
deposit-state-waiting = En espera
deposit-state-checked = En revisión
deposit-state-credited = Abonado
deposit-state-declined = Rechazado
deposit-credited = Abonado
deposit-claimed = Importe informado
deposit-method = Método
deposit-reference = Referencia
deposit-told = Informado
deposit-booked = Registrado
deposit-credited-on = Abonado el
deposit-answered = Respondido
deposit-account = Cuenta
deposit-picture = Tu imagen
deposit-picture-what = Lo que enviaste sobre este pago
deposit-note = Tu nota
deposit-tell-again = Informar de nuevo
deposit-print = Imprime esta página o guárdala como PDF para tu contabilidad.
deposit-we-look = Comprobamos si el dinero ha llegado. Después se abona a tu saldo automáticamente.

## Deposits through a payment gateway

deposits-pay-by = Pagar con { $method }
deposits-amount-wanted = Importe que quieres agregar, { $currency }
deposits-fee-percent = Se suma una comisión: el { $percent } % de lo que pagas.
deposits-fee-fixed = Se suma una comisión de { $fixed }.
deposits-fee-both = Se suma una comisión: el { $percent } % de lo que pagas y { $fixed }.
deposits-pays-in = Pagas en { $currency }. La página siguiente muestra cuánto.
deposits-go-on = Continuar
deposits-go-on-what = La página siguiente muestra lo que pagas con la comisión y lleva al pago.
deposits-order-kept = Tu pedido queda guardado. La página del depósito te lleva de vuelta a él.
deposits-too-many-unpaid = Cinco de tus depósitos aún no están pagados. Paga uno de ellos o espera a que caduquen.
deposits-too-many-begun = Empezaste 20 depósitos en un día. Inténtalo de nuevo mañana.
deposits-presets = Importes para elegir
deposits-preset-pay = pagas { $amount }
deposits-preset-bonus = + { $bonus } de bonificación
deposits-bonus-percent = { $percent } % de bonificación
deposits-bonus-cap = Como máximo { $cap }
deposits-bonus-first = Solo el primer depósito
deposits-bonus-when = La bonificación se suma si se paga todo a tiempo. Lo que se reembolsa se lleva su parte de la bonificación.
deposits-held = Lo que pagas así se suma a tu saldo { $hours } h después de llegar.
deposits-young = Las cuentas nuevas añaden como máximo { $max } cada vez.
deposits-too-many-here = Hoy se han empezado muchos depósitos desde tu red. Inténtalo de nuevo mañana.
deposits-code = Código promocional
deposits-code-hint = Para una bonificación con este depósito.
deposits-code-yours = Tu código
deposits-code-use = Usarlo
deposits-code-credited = Se han añadido { $amount } a tu saldo.
deposits-code-percent = Este código da un { $percent } % más con un depósito. Elige cuánto y continúa.
deposits-code-wrong = Ese código no existe o ya terminó.
deposits-code-used = Ya has usado este código.
deposits-code-used-up = Este código está agotado.
deposits-code-not-first = Este código es solo para un primer depósito.
deposits-code-at-once = Este código no necesita un depósito: úsalo abajo.
deposits-code-not-here = Los depósitos con este método no admiten códigos.
deposits-code-slow = Has probado muchos códigos. Espera unos minutos.
deposit-is-test = Este es un método de prueba: no se paga dinero real.
deposit-state-preparing = En preparación
deposit-state-to-pay = Por pagar
deposit-state-partial = Pagado en parte
deposit-state-expired = Caducado
deposit-state-failed = No pagado
deposit-state-refunded = Reembolsado
deposit-state-disputed = En disputa
deposit-state-charged-back = Contracargo
deposit-wanted = Para agregar
deposit-pay-amount = Pagas
deposit-paid-amount = Pagaste
deposit-of-that-fee = { $fee } de ello es la comisión.
deposit-taken = Retirado
deposit-begun = Empezado
deposit-pay = Pagar { $amount }
deposit-pay-until = Paga hasta
deposit-send-title = Envía las monedas
deposit-send-amount = Envía exactamente
deposit-send-address = A esta dirección
deposit-send-memo = Con este memo
deposit-send-network = Por esta red
deposit-send-qr = La dirección como código QR
deposit-send-qr-text = El código contiene solo la dirección: escribe el importe en tu cartera.
deposit-send-copy-amount = Copiar el importe
deposit-send-copy-address = Copiar la dirección
deposit-send-copy-memo = Copiar el memo
deposit-send-memo-why = Sin el memo no encontraremos tu dinero.
deposit-send-network-why = Envía solo { $currency }, y solo por la red { $network }. Lo que se envíe de otra forma se pierde.
deposit-send-over = El plazo para enviar ha terminado: no envíes nada más a la dirección. Lo que ya hayas enviado se encontrará.
deposit-preparing = El pago se está preparando. Tarda unos segundos.
deposit-moves-by-itself = Esta página cambia sola cuando llega el pago.
deposit-look-again = Mirar de nuevo
deposit-is-checked = Tu pago ha llegado y lo estamos revisando. Tu saldo crece cuando terminemos.
deposit-state-held = Retenido
deposit-held-until = En tu saldo desde
deposit-is-held = Tu pago ha llegado. Se suma a tu saldo a la hora indicada arriba.
deposit-bonus = Bonificación
deposit-came-to-nothing = No se abonó nada por este depósito.
deposit-pay-again = Pagar de nuevo
deposit-order = Tu pedido
deposit-order-waits = Tu pedido espera aquí. Nada se envía por sí solo.
deposit-order-now = El dinero ya está. Revisa tu pedido y envíalo.

## Pictures that are sent

picture-again = Elige la imagen de nuevo: no se conservó.
picture-empty = El archivo está vacío. Elige otro.
picture-too-large = La imagen supera los 2 MB. Elige una más pequeña, por ejemplo una captura de pantalla de ella.
picture-type = Esto no es una imagen PNG, JPEG o WebP. Elige otro archivo.
picture-too-many-pixels = La imagen tiene demasiados píxeles: como máximo 10.000 por lado y 25 millones en total. Elige una más pequeña.
picture-moving = No se aceptan imágenes animadas. Elige una fija.
picture-damaged = La imagen está dañada o incompleta. Elige otra.
failure-file-too-large-title = El archivo es demasiado grande
failure-file-too-large = Una imagen puede tener 2 MB como máximo. No se envió nada: vuelve atrás y elige una imagen más pequeña o ninguna.

## Support: tickets

nav-support = Soporte
nav-unread = sin leer
your-menu-unread = Tu menú; hay respuestas sin leer
keys-support = Ir a soporte
order-ask = Preguntar por este pedido
palette-tickets-words = tickets ticket preguntas consultas respuestas ayuda contacto atención atencion reclamos
palette-new-ticket-words = soporte preguntar pregunta consulta duda problema ayuda contacto reclamo
tickets-first-title = Aún no has preguntado nada
tickets-first = Si algo va mal con un pedido o un pago, o si tienes una pregunta, abre un ticket. Indica los pedidos de los que se trata y los veremos junto a tu pregunta. La respuesta aparece aquí, y un número junto a “Soporte” te avisa.
tickets-first-action = Hacer una pregunta
tickets-chips = Tickets
tickets-all = Todos
tickets-open = Abiertos
tickets-closed = Cerrados
tickets-none-title = Aquí no hay tickets
tickets-none = Ninguno de tus tickets está en esta lista.
tickets-none-action = Todos los tickets
tickets-yours = Tus tickets
tickets-head-ticket = Ticket
tickets-head-question = Pregunta
tickets-head-last = Último mensaje
tickets-new-answer = Nueva respuesta
ticket-new-title = Nuevo ticket
ticket-number = Ticket { $id }
ticket-subject = Asunto
ticket-orders = Pedidos
ticket-orders-hint = Los números de los pedidos de los que se trata, por ejemplo 17, 18.
ticket-orders-wrong = Escribe números de pedidos, por ejemplo 17, 18.
ticket-question = Tu pregunta
ticket-question-hint = ¿Qué esperabas y qué pasó? Como máximo 10.000 caracteres.
ticket-send = Enviar
ticket-back = Volver
ticket-before = Antes de preguntar
ticket-before-order = La página de un pedido muestra cómo va y si puedes cancelarlo o solicitar una reposición allí mismo.
ticket-your-orders = Tus pedidos
ticket-no-secrets = Nunca escribas aquí una contraseña ni una clave API. No las necesitamos.
ticket-picture = Imagen
ticket-picture-hint = Por ejemplo, una captura de pantalla, de 2 MB como máximo. Solo guardamos lo que se ve en ella.
ticket-picture-what = Imagen de este mensaje
ticket-too-many-pictures = Hoy enviaste muchas imágenes. Escribe sin imagen o inténtalo de nuevo mañana.
ticket-close = Cerrar el ticket
ticket-earlier = Mensajes anteriores
ticket-messages = Mensajes
ticket-you = Tú
ticket-newest = Mensajes más recientes
ticket-is-closed = Este ticket está cerrado. Si escribes de nuevo, se vuelve a abrir.
ticket-message = Tu mensaje
ticket-about = Sobre este ticket
ticket-state = Estado
ticket-state-waiting = Esperando respuesta
ticket-state-answered = Respondido
ticket-state-closed = Cerrado
ticket-opened = Abierto el
ticket-order = Pedido { $id }
ticket-opened-done = Recibimos tu pregunta. La respuesta aparecerá aquí.
ticket-sent = Tu mensaje se envió.
ticket-closed-done = El ticket se cerró. Si escribes de nuevo, se vuelve a abrir.
ticket-closed-already = El ticket ya estaba cerrado.
ticket-choose-subject = Elige un asunto.
ticket-no-order = No tienes ningún pedido { $order }.
ticket-no-orders = Estos pedidos no son tuyos: { $orders }.
ticket-too-many-orders = Como máximo 20 pedidos por ticket.
ticket-too-many-open = Ya tienes cinco tickets abiertos. Escribe en uno de ellos o cierra uno primero.
ticket-too-many = Abriste 10 tickets en un día. Inténtalo de nuevo mañana.
ticket-too-many-messages = Escribiste 60 mensajes en un día. Inténtalo de nuevo mañana.
ticket-text-empty = Escribe tu mensaje.
ticket-text-long =
    { $chars ->
        [one] Como máximo { $max } caracteres. Este texto tiene { $chars } carácter.
       *[other] Como máximo { $max } caracteres. Este texto tiene { $chars } caracteres.
    }

## Announcements, and pages to look something up in

announcements-title = Avisos
announcements-none-title = Todavía no hay avisos
announcements-none = Lo nuevo y lo que cambia se avisa en esta página.
announcements-more =
    { $count ->
        [one] { $count } aviso más
       *[other] { $count } avisos más
    }
announcements-read = Leer
announcements-dismiss = No mostrar más «{ $title }»
announcements-important = Importante
help-title = Ayuda
help-none-title = Todavía no hay páginas
help-none = Aquí estarán las respuestas a las preguntas frecuentes.
help-changed = Último cambio: { $day }.
palette-announcements-words = avisos anuncios noticias mensajes
palette-help-words = ayuda páginas paginas preguntas frecuentes cómo como

## Notices: what customers are told of

notices-title = Avisos
notices-bell = Avisos: { $count } sin leer
notices-new = Nuevo
notices-open = Abrir
notices-open-named = Abrir: { $title }
notices-read-all = Marcar todo como leído
palette-notices-words = avisos notificaciones campana alertas telegram
notices-all-read = Todo está marcado como leído.
notices-none-title = Todavía no hay avisos
notices-none = Aquí se avisa de lo que pasa con tu cuenta, tus pedidos y tus pagos.
notices-choose = De qué se te avisa
account-notices-text = Elige de qué se te avisa en el panel, por correo y por Telegram.
notices-way-panel = En el panel
notices-way-mail = Por correo
notices-way-telegram = Telegram
notices-topic-sign-in = Inicios de sesión desde un dispositivo o una red nuevos
notices-topic-credentials = Cambios de la contraseña, del segundo factor o de los tokens
notices-topic-token-end = Tokens que vencen pronto
notices-topic-balance = Un saldo bajo
notices-topic-deposits = Dinero que se añade o se retira
notices-topic-orders = Pedidos que no terminan como se pidieron
notices-topic-requests = Respuestas a reposiciones y cancelaciones
notices-topic-tickets = Respuestas a tus tickets
notices-topic-prices = Precios nuevos de servicios que pides
notices-hint-security = El panel y el correo avisan siempre, porque así se protege tu cuenta.
notices-hint-gathered = Lo que llega en pocos minutos va en un solo mensaje.
notices-hint-prices = Como máximo una vez al día, sobre servicios que pediste en los últimos 90 días.
notices-threshold = Avisarme cuando mi saldo baje de ({ $currency })
notices-threshold-hint = Una vez por cada bajada. En blanco: nunca.
notices-save = Guardar
notices-saved = Se guardó.
notices-telegram-text = Lee tus avisos también en Telegram: vincula tu chat con @{ $bot }.
notices-telegram-link = Vincular Telegram
notices-telegram-code = Abre @{ $bot } y envíale esta línea. Funciona una vez, durante 15 minutos.
notices-telegram-copy = Copiarla
notices-telegram-open = Abrir Telegram
notices-telegram-is-linked = Tu chat de Telegram está vinculado.
notices-telegram-linked-as = Tu chat de Telegram está vinculado: { $name }.
notices-telegram-unlink = Desvincular
notices-telegram-unlinked = Tu chat de Telegram ya no está vinculado.
notices-telegram-none = Aquí no hay un bot de Telegram.
notices-stop-title = Menos correo
notices-stop-text = ¿No quieres más correos sobre esto? { $topic }.
notices-stop-button = No enviar más
notices-stop-done = Ya no llegan correos sobre esto: { $topic }. En el panel lo sigues leyendo.
notices-stop-over = Este enlace no funciona. Inicia sesión para elegir de qué se te avisa.
notice-sign-in-title = Un inicio de sesión desde un dispositivo o una red nuevos
notice-sign-in-text = { $device }, desde { $address }, { $when }. Si no fuiste tú, cambia enseguida tu contraseña y cierra las demás sesiones.
notice-password-title = Tu contraseña cambió
notice-password-text = Cambió el { $when }. Si no fuiste tú, elige enseguida una contraseña nueva.
notice-factor-changed-title = Tu segundo factor cambió
notice-factor-reset-title = Se quitó tu segundo factor
notice-factor-recovery-title = Se usó un código de recuperación
notice-issuer-on-title = Se conectó otra forma de entrar en tu cuenta
notice-issuer-off-title = Se desconectó una forma de entrar en tu cuenta
notice-reset-link-title = El personal creó un enlace para elegir una contraseña nueva de tu cuenta
notice-factor-text = Fue el { $when }. Si no fuiste tú, elige enseguida una contraseña nueva y escribe a soporte.
notice-token-made-title = Se creó un token: { $name }
notice-token-replaced-title = Se reemplazó un token: { $name }
notice-token-revoked-title = Se revocó un token: { $name }
notice-token-text = Fue el { $when }. Si no fuiste tú, revoca tus tokens y cambia tu contraseña.
notice-chat-title = Se vinculó un chat de Telegram a tu cuenta
notice-chat-text = Fue el { $when }. Desde ahora el chat recibe tus avisos. Si no fuiste tú, desvincúlalo en la página de tus avisos y elige una contraseña nueva. La contraseña nueva por sí sola no lo desvincula.
notice-expiring-title = Un token vence pronto: { $name }
notice-expiring-text = Vence el { $when }. Reemplázalo antes para que tus programas sigan funcionando.
notice-low-title = Tu saldo es bajo
notice-low-text = Es de { $balance }. Querías saber cuándo baja de { $threshold }.
notice-deposit-title = Se añadieron { $amount } a tu saldo
notice-deposit-text = Ya puedes hacer pedidos con ese dinero.
notice-taken-title = Se retiraron { $amount } de un pago
notice-taken-text = El pago se devolvió o se disputó. Lo que faltó en tu saldo lo debes. Lo que llegue después a tu saldo lo paga primero.
notice-restored-title = Se te devolvieron { $amount }
notice-restored-text = Un pago que estaba en disputa vuelve a contar.
notice-part-deposit = De esto, depósito: { $amount }
notice-part-bonus = De esto, bonificación: { $amount }
notice-repaid-title = { $amount } se destinaron a lo que debes
notice-repaid-text = Ese dinero había llegado a tu saldo: por el reembolso de un pedido o por un pago. Lo que debes se paga primero. El extracto muestra cada importe.
notice-ticket-title = Soporte te respondió
notice-ticket-text = Hay una respuesta nueva en tu ticket { $ticket }.
notice-orders-title =
    { $count ->
        [one] Un pedido no terminó como se pidió
       *[other] { $count } pedidos no terminaron como se pidieron
    }
notice-requests-title =
    { $count ->
        [one] Se respondió una solicitud tuya
       *[other] Se respondieron { $count } solicitudes tuyas
    }
notice-prices-title =
    { $count ->
        [one] Un servicio que pides tiene un precio nuevo
       *[other] { $count } servicios que pides tienen precios nuevos
    }
notice-item-canceled = El pedido { $order } se canceló y se devolvió lo que costó.
notice-item-partial = El pedido { $order } se entregó en parte y se devolvió el resto.
notice-item-paused = La suscripción { $order } está en pausa. Su página dice por qué.
notice-item-gave-up = El pedido { $order } no alcanzó su posición a tiempo.
notice-item-refill-rejected = Se rechazó la reposición del pedido { $order }.
notice-item-refill-completed = La reposición del pedido { $order } está hecha.
notice-item-cancel-refused = El pedido { $order } no se pudo cancelar; sigue en curso.
notice-item-cancel-done = El pedido { $order } se canceló, como pediste.
notice-item-other = El pedido { $order } cambió.
notice-item-up = { $service } cuesta más que antes.
notice-item-down = { $service } cuesta menos que antes.
notice-more = { $count } más
telegram-linked = Este chat está vinculado. Desde ahora lees aquí tus avisos. Envía /stop para terminar.
telegram-code-over = Este código ya no funciona. Crea uno nuevo en la página de tu cuenta.
telegram-unlinked = Este chat ya no está vinculado.

## Messages by mail. $panel is the panel's name

mail-automatic = { $panel } envió este mensaje automáticamente. Nadie lee las respuestas.
mail-button-fails = Si el botón no funciona, abre esta dirección:
mail-sign-up-subject = Tu cuenta en { $panel }
mail-sign-up-text = Alguien, probablemente tú, quiere abrir una cuenta en { $panel } con esta dirección. Abre el enlace para elegir una contraseña. Funciona durante 24 horas, una sola vez.
mail-sign-up-button = Crear mi cuenta
mail-sign-up-end = Si no fuiste tú, ignora este mensaje: no se crea ninguna cuenta.
mail-has-account-subject = Ya tienes una cuenta en { $panel }
mail-has-account-text = Alguien, probablemente tú, quiso usar esta dirección para una cuenta en { $panel }. Ya tiene una cuenta: inicia sesión, o elige una contraseña nueva si la olvidaste.
mail-has-account-button = Iniciar sesión
mail-has-account-end = Si no fuiste tú, no tienes que hacer nada.
mail-verify-subject = Confirma tu correo electrónico para { $panel }
mail-verify-text = Confirma que esta es la dirección de tu cuenta en { $panel }. El enlace funciona durante 24 horas, una sola vez.
mail-verify-button = Confirmar la dirección
mail-verify-end = Si no tienes una cuenta allí, ignora este mensaje.
mail-reset-subject = Una contraseña nueva para { $panel }
mail-reset-text = Alguien, probablemente tú, quiere elegir una contraseña nueva para tu cuenta en { $panel }. El enlace funciona durante 30 minutos, una sola vez. Un enlace más nuevo lo sustituye.
mail-reset-button = Elegir una contraseña nueva
mail-reset-end = Si no fuiste tú, ignora este mensaje: tu contraseña sigue igual.
mail-reset-staff-subject = El personal de { $panel } te ayuda con una contraseña nueva
mail-reset-staff-text = El personal de { $panel } acaba de crear un enlace con el que eliges una contraseña nueva para tu cuenta. Funciona durante 30 minutos, una sola vez. Un enlace más nuevo lo sustituye.
mail-reset-staff-end = Si no se lo pediste, escribe enseguida a soporte.
mail-password-subject = Tu contraseña de { $panel } se cambió
mail-password-text = La contraseña de tu cuenta en { $panel } se acaba de cambiar. Las demás sesiones se cerraron.
mail-password-button = No fui yo: elegir una contraseña nueva
mail-password-end = Si fuiste tú, no tienes que hacer nada. Si no, elige enseguida una contraseña nueva y revoca tus tokens de API.
mail-issuer-subject = Otra forma de entrar en { $panel }
mail-issuer-text = Tu cuenta en { $panel } se acaba de conectar con una cuenta de otro sitio. Quien haya entrado allí podrá entrar en { $panel }.
mail-issuer-off-subject = Una forma de entrar en { $panel } ya no existe
mail-issuer-off-text = Tu cuenta en { $panel } ya no está conectada con una cuenta de otro sitio. Se desconectó en la página de tu cuenta, o porque cambió la dirección o la contraseña de tu cuenta. Puedes conectarla otra vez en la página de tu cuenta.
mail-second-on-subject = Tu cuenta en { $panel } tiene un segundo factor
mail-second-on-text = Se acaba de configurar un segundo factor para tu cuenta en { $panel }. Desde ahora se pide además de la contraseña. Las demás sesiones se cerraron.
mail-second-off-subject = Tu cuenta en { $panel } ya no tiene un segundo factor
mail-second-off-text = El segundo factor de tu cuenta en { $panel } se acaba de desactivar, por ti o por el operador. Desde ahora basta la contraseña para entrar.
mail-passkey-on-subject = Tu cuenta en { $panel } tiene una nueva clave de acceso
mail-passkey-on-text = Se acaba de añadir una clave de acceso a tu cuenta en { $panel }. Se pide además de la contraseña. Las demás sesiones se cerraron.
mail-passkey-off-subject = Se quitó una clave de acceso de tu cuenta en { $panel }
mail-passkey-off-text = Se acaba de quitar una clave de acceso de tu cuenta en { $panel }. La cuenta tiene otro segundo factor. Las demás sesiones se cerraron.
mail-codes-new-subject = Códigos de recuperación nuevos para { $panel }
mail-codes-new-text = Se acaban de crear códigos de recuperación nuevos para tu cuenta en { $panel }. Los anteriores ya no funcionan.
mail-code-used-subject = Se usó un código de recuperación en { $panel }
mail-code-used-text = Se acaba de usar uno de los códigos de recuperación de tu cuenta en { $panel }, en lugar de un código de tu aplicación.
mail-guessed-subject = Alguien prueba códigos en { $panel }
mail-guessed-text = Alguien sabe la contraseña de tu cuenta en { $panel } y escribió muchos códigos incorrectos del segundo factor. No entró. Elige una contraseña nueva.
mail-second-end = Si fuiste tú, no tienes que hacer nada. Si no, elige enseguida una contraseña nueva, revisa el segundo factor en la página de tu cuenta y revoca tus tokens de API.
mail-address-confirm-subject = Confirma tu nueva dirección para { $panel }
mail-address-confirm-text = Tu cuenta en { $panel } va a tener esta dirección: { $address }. Abre el enlace si estás de acuerdo. Funciona durante 24 horas, una sola vez.
mail-address-confirm-button = Usar esta dirección
mail-address-confirm-end = Si no fuiste tú, ignora este mensaje: nada cambia.
mail-address-notice-subject = Tu dirección en { $panel } va a cambiar
mail-address-notice-text = La dirección de tu cuenta en { $panel } va a ser { $address }. Cambia en cuanto se confirme allí. Si fuiste tú, no tienes que hacer nada.
mail-address-notice-button = No fui yo: detener el cambio
mail-address-notice-end = El enlace funciona durante tres días, también después del cambio: entonces restablece esta dirección y la contraseña deja de funcionar, así que eliges una nueva por correo. Cierra todas las sesiones.
mail-address-changed-subject = Tu dirección en { $panel } se cambió
mail-address-changed-text = La dirección de tu cuenta en { $panel } ahora es { $address }. Inicias sesión con ella.
mail-address-changed-end = Si no fuiste tú, abre el enlace del mensaje que recibió antes la dirección anterior. Funciona durante tres días.
mail-notice-button = Ver más
mail-notice-end = Eliges de qué se te avisa en la página de tu cuenta. Para no recibir más correos sobre esto, abre { $link }
mail-notice-end-security = Estos mensajes llegan siempre, porque protegen tu cuenta.
mail-export-subject = Tus datos en { $panel } están listos
mail-export-text = El archivo con lo que { $panel } guarda de tu cuenta está listo. Está disponible 24 horas, para quien haya iniciado sesión en la cuenta.
mail-export-button = Obtener el archivo
mail-export-end = Si no lo pediste tú, elige una contraseña nueva enseguida.
